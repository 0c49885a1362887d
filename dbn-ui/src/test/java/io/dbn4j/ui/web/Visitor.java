package io.dbn4j.ui.web;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Sends requests to a server, as a browser does or with lines that no browser sends. */
record Visitor(URI home) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    static Visitor of(WebServer server) {
        return new Visitor(URI.create(server.url()));
    }

    /** @param headers names and values in turn */
    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(home.resolve(path));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(HttpRequest.newBuilder(home.resolve(path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .headers(headers));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The answer to a request of these lines, up to {@code Host: }, as it comes over the wire. */
    String raw(String firstLine, String host) {
        try (Socket socket = new Socket(home.getHost(), home.getPort())) {
            String request = firstLine + "\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
