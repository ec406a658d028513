// A shop with two routes, for tests. Node's own HTTP server and client are instrumented from outside; "price" is a span of the shop's own.
'use strict';
const http = require('node:http');
const { trace } = require('@opentelemetry/api');

const tracer = trace.getTracer('shop', '1.2.3');

// The link and the event make each kind of child that a span has.
function price(linked) {
  return tracer.startActiveSpan('price', { links: [{ context: linked, attributes: { why: 'campaign' } }] }, (span) => {
    span.setAttributes({ text: '注文 🛒', pieces: 3, share: 0.5, cached: true, sizes: [1, 2], tags: ['a', ''] });
    span.addEvent('discounted', { percent: 15 });
    span.end();
    return span.spanContext().spanId;
  });
}

const server = http.createServer((request, response) => {
  if (request.url.startsWith('/stock')) {
    response.end(request.headers.traceparent);
    return;
  }

  const own = price(trace.getActiveSpan().spanContext());
  http.get({ host: '127.0.0.1', port: server.address().port, path: '/stock' }, async (stock) => {
    let traceparent = '';
    for await (const part of stock) {
      traceparent += part;
    }

    response.end(`${traceparent} ${own}`);
  });
});

process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
server.listen(0, '127.0.0.1', () => console.log(`The shop listens on ${server.address().port}.`));
