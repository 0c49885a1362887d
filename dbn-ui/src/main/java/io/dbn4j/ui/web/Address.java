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
 * Where pages are offered, and to whom.
 *
 * @param host name or number of an interface of this machine
 * @param port the first that is tried; 0 for any
 * @param token what a visitor must know; empty for none, allowed only on a loopback host
 */
public record Address(String host, int port, String token) {

    /** What DL4J's own pages take. */
    public static final int PORT = 9000;

    /** This machine only. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final int SHORTEST_TOKEN = 12;

    /** Numbers that are kept for documentation: a route leads there from the interface that others see. */
    private static final List<String> ELSEWHERE = List.of("203.0.113.1", "2001:db8::1");

    public Address {
        Check.require(port >= 0 && port < 1 << 16, "port must be in [0, 65535], was %d", port);
        Check.require(
                token.isEmpty() || token.matches("[A-Za-z0-9_-]{" + SHORTEST_TOKEN + ",}"),
                "token must be %d or more letters and digits, had %d characters",
                SHORTEST_TOKEN,
                token.length());
        Check.require(
                !token.isEmpty() || number(host).isLoopbackAddress(),
                "host %s can be reached by others: it needs a token",
                host);
    }

    /** This machine only. */
    public static Address local() {
        return new Address(LOOPBACK, PORT, "");
    }

    /** With a token that nobody can guess, if the host can be reached by others. */
    public static Address of(String host, int port) {
        return new Address(host, port, number(host).isLoopbackAddress() ? "" : newToken());
    }

    /** Whether only this machine can be a visitor. */
    boolean isLocal() {
        return number(host).isLoopbackAddress();
    }

    /** What visitors from this machine may call it, as browsers write it: its usual names, and what is listened on. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
        names.add(written(host.toLowerCase(Locale.ROOT)));
        names.add(written(number(host).getHostAddress()));
        return names;
    }

    /** What a browser asks for: the host, or where all are listened on, the interface that leads to other machines. */
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

    /** The own end of the way there; nothing is sent. Any, if there is no way. */
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

    /** Of 244 random bits. */
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
