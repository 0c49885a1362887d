package io.dbn4j.ui.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbn4j.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A page in headless Chromium, controlled through the DevTools protocol; needs only the browser. */
final class Browser implements AutoCloseable {

    /** Longest time that a test waits for a page. */
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> errors = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger numbers = new AtomicInteger();

    /** Starts a browser. */
    Browser(Path profile) {
        try {
            process = new ProcessBuilder(
                            "chromium",
                            "--headless=new",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--no-first-run",
                            "--hide-scrollbars",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + profile)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            HttpClient client = HttpClient.newHttpClient();
            socket = client.newWebSocketBuilder()
                    .buildAsync(page(client, profile.resolve("DevToolsActivePort")), new Listener())
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List.of("Page.enable", "Runtime.enable", "Log.enable").forEach(method -> send(method, Map.of()));
        size(1280, 900);
    }

    /** Returns the address of the first page. */
    private URI page(HttpClient client, Path portFile) throws IOException {
        for (long waited = 0; waited < PATIENCE_SECONDS * 20; waited++) {
            pause();
            List<String> lines = Files.exists(portFile) ? Files.readAllLines(portFile) : List.of();
            if (lines.size() == 2) {
                URI list = URI.create("http://127.0.0.1:%s/json/list".formatted(lines.get(0)));
                try {
                    String pages = client.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
                            .body();
                    for (JsonNode page : Json.read(pages, JsonNode.class)) {
                        if (page.path("type").asText().equals("page")) {
                            return URI.create(page.path("webSocketDebuggerUrl").asText());
                        }
                    }
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
        throw new AssertionError("Chromium has not started");
    }

    /** Joins the parts of messages and passes them to the waiting call. */
    private final class Listener implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                JsonNode whole = Json.read(message.toString(), JsonNode.class);
                message.setLength(0);
                receive(whole);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    private void receive(JsonNode message) {
        JsonNode parameters = message.path("params");
        switch (message.path("method").asText()) {
            case "Runtime.exceptionThrown" ->
                errors.add(parameters.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "assert").contains(parameters.path("type").asText())) {
                    errors.add(parameters.path("args").toString());
                }
            }
            case "Log.entryAdded" -> {
                if (parameters.path("entry").path("level").asText().equals("error")) {
                    errors.add(parameters.path("entry").toString());
                }
            }
            default -> {
                CompletableFuture<JsonNode> waiting =
                        answers.remove(message.path("id").asInt());
                if (waiting != null) {
                    waiting.complete(message);
                }
            }
        }
    }

    private JsonNode send(String method, Map<String, ?> parameters) {
        int number = numbers.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(number, answer);
        socket.sendText(Json.line(Map.of("id", number, "method", method, "params", parameters)), true)
                .join();
        JsonNode message = answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        if (message.has("error")) {
            throw new AssertionError(method + ": " + message.path("error"));
        }
        return message.path("result");
    }

    /** Returns the errors that the browser has reported. */
    List<String> errors() {
        return errors;
    }

    void open(String address) {
        send("Page.navigate", Map.of("url", address));
    }

    void size(int width, int height) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void dark(boolean dark) {
        Map<String, String> scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        send("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
    }

    /** Returns the value of a JavaScript expression as text. */
    String value(String expression) {
        JsonNode result =
                send("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value").asText();
    }

    /** Waits until a condition holds. */
    void until(String condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!value("Boolean(%s)".formatted(condition)).equals("true")) {
            if (System.nanoTime() > end) {
                throw new AssertionError("%s does not hold; the page shows: %s; errors: %s"
                        .formatted(condition, value("document.body.innerText"), errors));
            }
            pause();
        }
    }

    /** Waits until an element is there. */
    void untilThere(String selector) {
        until("document.querySelector(%s)".formatted(Json.line(selector)));
    }

    /** Waits for an element with this text, and clicks on it. */
    void click(String selector, String text) {
        String find = "[...document.querySelectorAll(%s)].find(e => e.textContent.trim() === %s)"
                .formatted(Json.line(selector), Json.line(text));
        until(find);
        value(find + ".click()");
    }

    /** Draws a line of points relative to an element, with the button down. */
    void draw(String selector, double[][] points) {
        JsonNode box = Json.read(
                value("JSON.stringify(document.querySelector(%s).getBoundingClientRect())"
                        .formatted(Json.line(selector))),
                JsonNode.class);
        for (int i = 0; i <= points.length; i++) {
            double[] point = points[Math.min(i, points.length - 1)];
            String type = i == 0 ? "mousePressed" : i == points.length ? "mouseReleased" : "mouseMoved";
            send(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            box.path("x").asDouble()
                                    + point[0] * box.path("width").asDouble(),
                            "y",
                            box.path("y").asDouble()
                                    + point[1] * box.path("height").asDouble(),
                            "button",
                            "left",
                            "buttons",
                            1,
                            "clickCount",
                            1));
        }
    }

    /** Presses a key such as {@code Tab}. */
    void press(String key) {
        for (String type : List.of("rawKeyDown", "keyUp")) {
            send("Input.dispatchKeyEvent", Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", 9));
        }
    }

    /** Saves a picture of the page. */
    void screenshot(Path file) {
        String png = send("Page.captureScreenshot", Map.of("format", "png"))
                .path("data")
                .asText();
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        process.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(e -> process.destroyForcibly())
                .join();
    }
}
