package io.dbn4j.ui.web;

import io.dbn4j.core.Check;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The address of a server, and the token that its visitors need.
 *
 * @param host name or IP address of an interface of this machine
 * @param port first port to try; 0 for any free port
 * @param token secret that a visitor must send; empty for none, which is allowed only on a loopback host
 */
public record Address(String host, int port, String token) {

    /** The port of DL4J's own user interface. */
    public static final int PORT = 9000;

    /** The address that only this machine can reach. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final int SHORTEST_TOKEN = 12;

    /** Addresses reserved for documentation: the route to them starts at the interface that other machines see. */
    private static final List<String> ELSEWHERE = List.of("203.0.113.1", "2001:db8::1");

    public Address {
        Check.require(port >= 0 && port < 1 << 16, "port must be in [0, 65535], was %d", port);
        Check.require(
                token.isEmpty() || token.matches("[A-Za-z0-9_-]{" + SHORTEST_TOKEN + ",}"),
                "token must consist of at least %d letters, digits, _ or -; had %d characters",
                SHORTEST_TOKEN,
                token.length());
        Check.require(
                !token.isEmpty() || number(host).isLoopbackAddress(),
                "host %s can be reached from other machines, so it needs a token",
                host);
    }

    /** Returns the default address, which only this machine can reach, without a token. */
    public static Address local() {
        return new Address(LOOPBACK, PORT, "");
    }

    /** Returns an address, with a new random token if other machines can reach the host. */
    public static Address of(String host, int port) {
        return new Address(host, port, number(host).isLoopbackAddress() ? "" : newToken());
    }

    /** Tells whether only this machine can reach the host. */
    boolean isLocal() {
        return number(host).isLoopbackAddress();
    }

    /** Returns the host names that local visitors may use, as browsers write them. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
        names.add(written(host.toLowerCase(Locale.ROOT)));
        names.add(written(number(host).getHostAddress()));
        return names;
    }

    /** Returns the host for a browser: the given host or, if that means all interfaces, the host that others see. */
    String reachable() {
        InetAddress number = number(host);
        if (!number.isAnyLocalAddress()) {
            return written(host);
        }
        return ELSEWHERE.stream()
                .map(Address::interfaceTo)
                .filter(own -> !own.isAnyLocalAddress())
                .findFirst()
                .map(own -> written(own.getHostAddress().replaceFirst("%.*", "")))
                .orElse(LOOPBACK);
    }

    /** Returns the local address of the route to a number, or the wildcard address without a route; sends nothing. */
    private static InetAddress interfaceTo(String number) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(number), 9));
            return socket.getLocalAddress();
        } catch (IOException e) {
            return new InetSocketAddress(0).getAddress();
        }
    }

    private static String written(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** Returns a token of 244 random bits. */
    private static String newToken() {
        return (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
    }

    private static InetAddress number(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("host must be an address of this machine, was " + host, e);
        }
    }
}
