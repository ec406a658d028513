import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;

/** A shop with two routes, for tests. It knows nothing of OpenTelemetry: the agent instruments the JDK's HTTP server and client. */
public final class Shop {
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    private Shop() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/orders", this::order);
        server.createContext("/stock", exchange -> answer(exchange, exchange.getRequestHeaders().getFirst("traceparent")));
    }

    public static void main(String[] arguments) throws IOException {
        Shop shop = new Shop();
        shop.server.start();
        System.out.println("The shop listens on " + shop.server.getAddress().getPort() + ".");
    }

    // The second call goes where nobody listens: its span has an event with the exception.
    private void order(HttpExchange exchange) throws IOException {
        try {
            String stock = get(server.getAddress().getPort(), "/stock");
            try {
                get(1, "/courier");
            } catch (IOException expected) {
                answer(exchange, stock);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private String get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes();
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
