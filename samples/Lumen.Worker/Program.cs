using Lumen.Worker;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddLumen().AddLumenOtlpListener();
builder.Services.AddHostedService<SlowestTraceReport>();
builder.Build().Run();
