// What a person sees who has no trace yet: how to send the first one, from four languages, ready to copy.
import { copyButton, h } from '../dom.js';

/** Where this server takes OTLP over HTTP: the page's own base, to which senders add /v1/traces. */
function endpoint() {
  return new URL('.', document.baseURI).href.replace(/\/$/, '');
}

function snippets() {
  const target = endpoint();
  const environment = `export OTEL_SERVICE_NAME=shop
export OTEL_EXPORTER_OTLP_ENDPOINT=${target}
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
export OTEL_METRICS_EXPORTER=none OTEL_LOGS_EXPORTER=none`;
  return [
    ['.NET', `// dotnet add package OpenTelemetry.Extensions.Hosting
// dotnet add package OpenTelemetry.Exporter.OpenTelemetryProtocol
// dotnet add package OpenTelemetry.Instrumentation.AspNetCore
// dotnet add package OpenTelemetry.Instrumentation.Http
builder.Services.AddOpenTelemetry()
    .ConfigureResource(resource => resource.AddService("shop"))
    .WithTracing(tracing => tracing
        .AddAspNetCoreInstrumentation()
        .AddHttpClientInstrumentation()
        .AddOtlpExporter(options =>
        {
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
            options.Endpoint = new Uri("${target}/v1/traces");
        }));`],
    ['Java', `# The protocol is said because older agents speak gRPC by default.
java -javaagent:opentelemetry-javaagent.jar \\
  -Dotel.service.name=shop \\
  -Dotel.exporter.otlp.protocol=http/protobuf \\
  -Dotel.exporter.otlp.endpoint=${target} \\
  -Dotel.metrics.exporter=none -Dotel.logs.exporter=none \\
  -jar shop.jar`],
    ['Node', `npm install @opentelemetry/api @opentelemetry/auto-instrumentations-node
${environment}
node --require @opentelemetry/auto-instrumentations-node/register app.js`],
    ['Python', `pip install opentelemetry-distro opentelemetry-exporter-otlp-proto-http
opentelemetry-bootstrap -a install
${environment}
opentelemetry-instrument python app.py`],
  ];
}

/** The empty state; the list replaces it by itself when the first trace arrives. */
export function firstTrace() {
  return h('section', { class: 'first-trace', 'aria-labelledby': 'first-trace-title' },
    h('h1', { id: 'first-trace-title' }, 'No trace has arrived yet'),
    h('p', {}, 'Point any OpenTelemetry SDK here. The first trace shows up on this page by itself, a few seconds after it was sent.'),
    h('p', { class: 'endpoint' }, h('span', { class: 'muted' }, 'OTLP over HTTP'), h('code', {}, endpoint()),
      copyButton('Copy the endpoint', endpoint)),
    h('div', { class: 'snippets' }, snippets().map(([language, code]) => h('figure', {},
      h('figcaption', {}, h('h2', {}, language), copyButton(`Copy the ${language} snippet`, () => code)),
      h('pre', { tabindex: '0', 'aria-label': language }, h('code', {}, code))))));
}
