package io.dbn4j.spark.cluster;

import io.dbn4j.core.Check;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of a cluster's master, as Spark writes it.
 *
 * @param url {@code local[2]}, {@code local-cluster[executors,cores,megabytes]}, {@code spark://host:port}, {@code
 *     yarn} or {@code k8s://https://host:port}
 */
record Master(String url) {

    private static final String KINDS =
            "local[N], local-cluster[EXECUTORS,CORES,MEGABYTES], spark://HOST:PORT, yarn, k8s://https://HOST:PORT";

    private static final Pattern KNOWN = Pattern.compile(
            "local|local\\[(\\d+|\\*)(,\\d+)?]|local-cluster\\[\\d+,\\d+,\\d+]|spark://.+|yarn|k8s://.+");

    private static final Pattern HOST = Pattern.compile("([^/,:]+):(\\d{1,5})");

    private static final int CONNECT_MILLIS = 5_000;

    Master {
        Check.require(KNOWN.matcher(url).matches(), "master must be one of %s, was %s", KINDS, url);
    }

    /** Tells whether the cluster is standalone: Spark waits a minute for a standalone master that does not answer. */
    boolean isStandalone() {
        return url.startsWith("spark://");
    }

    /**
     * Requires that a master with an address accepts connections.
     *
     * @throws IllegalArgumentException if no host of the master accepts a connection
     */
    void requireSomebody() {
        List<String> reasons = new ArrayList<>();
        Matcher host = HOST.matcher(url);
        while (host.find()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host.group(1), Integer.parseInt(host.group(2))), CONNECT_MILLIS);
                return;
            } catch (IOException | IllegalArgumentException e) {
                reasons.add(e.getMessage() == null ? e.toString() : e.getMessage());
            }
        }
        Check.require(
                reasons.isEmpty() && !isStandalone(),
                "master %s cannot be reached: %s",
                url,
                reasons.isEmpty() ? "its URL has no host and port" : String.join("; ", reasons));
    }
}
