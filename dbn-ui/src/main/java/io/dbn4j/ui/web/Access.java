package io.dbn4j.ui.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Access control: checks every request and sets the security headers of every response.
 *
 * <p>If there is a token, a visitor sends it in the first address, and a cookie replaces it afterwards. Without a
 * token, the server answers only requests that name this machine as host, so a foreign page whose name points here
 * learns nothing. Pages run and load only files of this server.
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

    private static final String PARAMETER = "token";

    private final Address address;
    private final Set<String> names;

    Access(Address address) {
        this.address = address;
        this.names = address.names();
    }

    /** Adds the check of every request to a router; call it before any other route is added. */
    void addTo(Router router) {
        router.route().handler(context -> {
            context.response().headers().addAll(HEADERS);
            check(context);
        });
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        String host = String.valueOf(request.host());
        if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            refuse(context, 400, "a request must have one Host header");
        } else if (address.isLocal() && !names.contains(nameIn(host))) {
            refuse(context, 421, "this server is not called " + host.replaceAll("[^A-Za-z0-9.:-]", "?"));
        } else if (!address.token().isEmpty() && isToken(request.getParam(PARAMETER))) {
            enter(context);
        } else if (!address.token().isEmpty() && !isKnown(context)) {
            refuse(context, 401, "open the address with the token that was printed when the server started");
        } else if (request.method() == HttpMethod.POST && !isOfThesePages(request, host)) {
            refuse(context, 403, "only the pages of this server may send this request");
        } else {
            context.next();
        }
    }

    private static String nameIn(String host) {
        return host.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
    }

    /** Sets the cookie and redirects to the pages, so that the token leaves the address bar. */
    private void enter(RoutingContext context) {
        Cookie cookie = Cookie.cookie(cookieName(context), cookieValue(context))
                .setHttpOnly(true)
                .setPath("/");
        HttpServerResponse response = context.response();
        // The cookie API of Vert.x 3 does not support SameSite. SameSite is Lax, because a visitor who follows a link
        // from another page would lose a Strict cookie at the redirection. Lax is enough: GET changes nothing, and POST
        // must come from these pages.
        response.headers().add(HttpHeaders.SET_COOKIE, cookie.encode() + "; SameSite=Lax");
        response.setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, RunPages.HOME)
                .end();
    }

    private boolean isKnown(RoutingContext context) {
        Cookie cookie = context.getCookie(cookieName(context));
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        return (cookie != null && isSame(cookie.getValue(), cookieValue(context)))
                || (header != null && header.startsWith("Bearer ") && isToken(header.substring("Bearer ".length())));
    }

    /** Returns the cookie's name, which contains the port: browsers share cookies between the ports of a host. */
    private static String cookieName(RoutingContext context) {
        return "dbn-" + context.request().localAddress().port();
    }

    /**
     * Returns the value that a browser sends instead of the token.
     *
     * <p>A browser sends the cookie to every port of this host. A program that listens there can use it to enter this
     * server, but cannot derive the token, which may open other servers.
     */
    private String cookieValue(RoutingContext context) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(address.token().getBytes(StandardCharsets.UTF_8), mac.getAlgorithm()));
            return HexFormat.of().formatHex(mac.doFinal(cookieName(context).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }

    private boolean isToken(@Nullable String text) {
        return text != null && isSame(text, address.token());
    }

    /** Compares two texts in a time that does not depend on how many characters agree. */
    private static boolean isSame(String text, String right) {
        return MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    /** Tells whether a page of this server sent a request: other forms send no JSON, other scripts differ in origin. */
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
