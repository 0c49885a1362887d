package io.dbn4j.ui.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may see the pages, and what their browser may do with them.
 *
 * <p>With a token: who has it, in the address of the first visit, from then on in a cookie. Without: who asks for this
 * machine by its own name, so that a page from elsewhere whose name was made to point here learns nothing. Pages run
 * and load nothing that does not come from this server.
 */
final class Access {

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private static final Set<String> NAMES_OF_THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final String PARAMETER = "token";

    private final Address address;

    Access(Address address) {
        this.address = address;
    }

    /** Stands before everything that is added later. */
    void addTo(Router router) {
        router.route().handler(context -> {
            context.response().headers().addAll(HEADERS);
            check(context);
        });
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        String host = String.valueOf(request.host());
        if (address.isLocal() && !NAMES_OF_THIS_MACHINE.contains(host.replaceFirst(":[0-9]+$", ""))) {
            refuse(context, 421, "this server is no " + host.replaceAll("[^A-Za-z0-9.:-]", "?"));
        } else if (!address.token().isEmpty() && isToken(request.getParam(PARAMETER))) {
            enter(context);
        } else if (!address.token().isEmpty() && !isKnown(context)) {
            refuse(context, 401, "open the address with the token that was printed when the server started");
        } else if (request.method() == HttpMethod.POST && !isOfThesePages(request, host)) {
            refuse(context, 403, "only these pages may ask for that");
        } else {
            context.next();
        }
    }

    /** Takes the token out of the address, where others could read it. */
    private void enter(RoutingContext context) {
        Cookie cookie = Cookie.cookie(cookieName(context), address.token())
                .setHttpOnly(true)
                .setPath("/");
        HttpServerResponse response = context.response();
        // Vert.x 3 has no word for SameSite.
        response.headers().add(HttpHeaders.SET_COOKIE, cookie.encode() + "; SameSite=Strict");
        response.setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, context.request().path())
                .end();
    }

    private boolean isKnown(RoutingContext context) {
        Cookie cookie = context.getCookie(cookieName(context));
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        return (cookie != null && isToken(cookie.getValue()))
                || (header != null && header.startsWith("Bearer ") && isToken(header.substring("Bearer ".length())));
    }

    /** Cookies do not know ports: two servers of one machine must not take each other's. */
    private static String cookieName(RoutingContext context) {
        return "dbn-" + context.request().localAddress().port();
    }

    /** In a time that does not depend on how much of it is right. */
    private boolean isToken(@Nullable String text) {
        return text != null
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8), address.token().getBytes(StandardCharsets.UTF_8));
    }

    /** Forms of other pages cannot send JSON, and scripts of other pages say where they are from. */
    private static boolean isOfThesePages(HttpServerRequest request, String host) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return "application/json".equals(type) && (origin == null || origin.equals("http://" + host));
    }

    private static void refuse(RoutingContext context, int status, String reason) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(reason + "\n");
    }
}
