using OpenTelemetry.Trace;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddLumen().AddLumenOtlpListener();
builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddOtlpExporter());
var app = builder.Build();
app.MapLumen();
app.MapGet("/", () => "Hello! The trace of this request is at /lumen in a few seconds.");
app.Run();
