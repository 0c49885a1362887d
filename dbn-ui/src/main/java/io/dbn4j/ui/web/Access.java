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
 * Who may see the pages, and what their browser may do with them.
 *
 * <p>With a token, visitors give it in the first address; later a cookie stands for it. Without a token, only requests that
 * name this machine as host are answered, so a foreign page whose name points here learns nothing. Pages run and load only
 * what comes from this server.
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
        if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            refuse(context, 400, "a request has one Host");
        } else if (address.isLocal() && !names.contains(nameIn(host))) {
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

    private static String nameIn(String host) {
        return host.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
    }

    /** Takes the token out of the address, where others could read it, and leads to the pages and nowhere else. */
    private void enter(RoutingContext context) {
        Cookie cookie = Cookie.cookie(cookieName(context), cookieValue(context))
                .setHttpOnly(true)
                .setPath("/");
        HttpServerResponse response = context.response();
        // Vert.x 3 has no word for SameSite. Not Strict: who follows a link from another page would be let in and, one
        // redirection later, not known any more. Nothing is changed by a GET, and a POST says where it is from.
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

    /** Cookies do not know ports: two servers of one machine must not take each other's. */
    private static String cookieName(RoutingContext context) {
        return "dbn-" + context.request().localAddress().port();
    }

    /**
     * What a browser shows instead of the token. It sends the cookie to every port of this host; whoever listens there can
     * come in here with it, and learns nothing about the token, which may open other servers.
     */
    private String cookieValue(RoutingContext context) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(address.token().getBytes(StandardCharsets.UTF_8), mac.getAlgorithm()));
            return HexFormat.of().formatHex(mac.doFinal(cookieName(context).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private boolean isToken(@Nullable String text) {
        return text != null && isSame(text, address.token());
    }

    /** In a time that does not depend on how much of it is right. */
    private static boolean isSame(String text, String right) {
        return MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
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
