package io.dbn4j.lab.data;

import io.dbn4j.core.Check;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * Rows that experiments on rows can use by their name, such as {@code mnist}.
 *
 * <p>A module registers its sources in {@code META-INF/services/io.dbn4j.lab.data.DataSource}, so an experiment of one module
 * uses the data of another without depending on it. A registered name wins over a file of that name, which is {@code ./NAME} or
 * {@code file:NAME}.
 */
public interface DataSource {

    /** The registered sources by name. */
    Map<String, DataSource> REGISTERED = registered();

    /** Returns the name: letters, digits and hyphens. */
    String name();

    /** Reads the rows of this source. */
    DataFile read();

    private static Map<String, DataSource> registered() {
        Map<String, DataSource> sources = new TreeMap<>();
        ServiceLoader.load(DataSource.class, DataSource.class.getClassLoader())
                .forEach(source -> Check.require(
                        sources.put(source.name(), source) == null, "two sources of data are named %s", source.name()));
        return Collections.unmodifiableMap(sources);
    }
}
