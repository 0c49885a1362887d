package io.dbn4j.ui.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbn4j.core.Check;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.json.RunFile;
import io.dbn4j.core.model.TrustedConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.jspecify.annotations.Nullable;

/**
 * The file of one training, to which the records of DL4J's StatsListener are appended.
 *
 * <pre>
 *   a record: kind (byte), length (int), and that many bytes in DL4J's encoding
 *   kind 1: the model, SbeStatsInitializationReport; kind 2: a report, SbeStatsReport
 * </pre>
 *
 * <p>A killed process leaves at most an incomplete last record, which readers ignore. DL4J's own FileStatsStorage is
 * not used: it cannot be read during a training, and reading it deserializes arbitrary Java objects.
 */
final class StatsFile implements StatsStorageRouter {

    private static final byte MODEL = 1;
    private static final byte REPORT = 2;
    private static final int HEAD = Byte.BYTES + Integer.BYTES;

    /** Largest length of a record; histograms of a hundred layers take a tenth of it. */
    private static final int LONGEST = 1 << 22;

    /** Largest number of bytes that are read at once, so that memory does not grow with the training. */
    private static final int LARGEST = 4 * LONGEST;

    private static final int BEGINNING = 256;

    private final Path file;
    private @Nullable FileChannel channel;
    private long lastTime;

    /** Names the file, which is created with the first record. */
    StatsFile(Path file) {
        this.file = file;
    }

    /** Appends a description of the model, without the names of this machine, because run folders are shared. */
    @Override
    public void putStaticInfo(Persistable model) {
        if (model instanceof SbeStatsInitializationReport report) {
            report.setSwHostName("");
            report.setHwHardwareUID("");
        }
        append(MODEL, model);
    }

    /** Appends a report with a time of its own, because readers identify reports by their milliseconds. */
    @Override
    public void putUpdate(Persistable update) {
        if (update instanceof SbeStatsReport report) {
            lastTime = Math.max(lastTime + 1, report.getTimeStamp());
            report.setTimeStamp(lastTime);
        }
        append(REPORT, update);
    }

    private synchronized void append(byte kind, Persistable record) {
        byte[] bytes = record.encode();
        ByteBuffer whole = ByteBuffer.allocate(HEAD + bytes.length);
        whole.put(kind).putInt(bytes.length).put(bytes).flip();
        try {
            if (channel == null) {
                Path folder = Objects.requireNonNull(file.getParent());
                // Fails if the folder is a link, which could lead anywhere.
                RunFile.of(folder).names();
                Files.createDirectories(folder);
                channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
            while (whole.hasRemaining()) {
                channel.write(whole);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Ignores the classes of the records, which readers know. */
    @Override
    public void putStorageMetaData(StorageMetaData ignored) {}

    @Override
    public void putStorageMetaData(Collection<? extends StorageMetaData> ignored) {}

    @Override
    public void putStaticInfo(Collection<? extends Persistable> models) {
        models.forEach(this::putStaticInfo);
    }

    @Override
    public void putUpdate(Collection<? extends Persistable> reports) {
        reports.forEach(this::putUpdate);
    }

    /**
     * Records of a file, starting at an offset.
     *
     * @param models descriptions of the model: one, at the beginning of the file
     * @param reports reports in the order of time
     * @param end offset of the next part
     */
    record Part(List<Persistable> models, List<Persistable> reports, long end) {}

    /**
     * Reads some whole records, starting at an offset, and renames them to a session; returns none at the end.
     *
     * @throws IllegalArgumentException if the file is damaged, or names classes that are not configurations of DL4J
     */
    static Part read(Path file, long from, String session) {
        List<Persistable> models = new ArrayList<>();
        List<Persistable> reports = new ArrayList<>();
        ByteBuffer rest = bytes(file, from, LARGEST);
        long end = from;
        while (rest.remaining() >= HEAD) {
            byte kind = rest.get();
            int length = rest.getInt();
            Check.require(
                    (kind == MODEL || kind == REPORT) && length > 0 && length <= LONGEST,
                    "%s is damaged at byte %d",
                    file,
                    end);
            if (rest.remaining() < length) {
                break;
            }
            byte[] record = new byte[length];
            rest.get(record);
            try {
                if (kind == MODEL) {
                    models.add(model(record, session));
                } else {
                    reports.add(report(record, session));
                }
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "%s is damaged at byte %d: %s", file, end, e.getMessage()), e);
            }
            end += HEAD + length;
        }
        return new Part(models, reports, end);
    }

    /** Returns the first bytes, which contain the time and so identify a file among others of the same name. */
    static ByteBuffer beginning(Path file) {
        return bytes(file, 0, BEGINNING);
    }

    private static ByteBuffer bytes(Path file, long from, int atMost) {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(atMost, Math.max(0, in.size() - from)));
            in.position(from);
            while (bytes.hasRemaining() && in.read(bytes) >= 0) {
                // Read until the buffer is full or the file was truncated.
            }
            return bytes.flip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static Persistable model(byte[] record, String session) {
        SbeLayout.MODEL.require(record);
        SbeStatsInitializationReport model = new SbeStatsInitializationReport();
        model.decode(record);
        // DL4J's pages create objects from the configuration.
        JsonNode configuration = Json.read(model.getModelConfigJson(), JsonNode.class);
        TrustedConfiguration.require("the model", configuration);
        model.setModelConfigJson(configuration.toString());
        if (configuration.has("confs")) {
            // DL4J's pages compare the name of the class and do not know its subclasses.
            model.setModelClassName(MultiLayerNetwork.class.getName());
        }
        model.setSessionID(session);
        model.setTypeID(StatsListener.TYPE_ID);
        return model;
    }

    private static Persistable report(byte[] record, String session) {
        SbeLayout.REPORT.require(record);
        SbeStatsReport report = new SbeStatsReport();
        report.decode(record);
        // Drop serialized Java objects, if there are any.
        report.setDataSetMetaData(null);
        report.setSessionID(session);
        report.setTypeID(StatsListener.TYPE_ID);
        // DL4J's pages expect names such as 0_W; in a layer that is being pretrained the parameter is W.
        report.setLearningRatesByParam(named(report.getLearningRatesByParam()));
        report.setHistograms(eachNamed(report.getHistograms()));
        report.setMeanValues(eachNamed(report.getMeanValues()));
        report.setStdevValues(eachNamed(report.getStdevValues()));
        report.setMeanMagnitudeValues(eachNamed(report.getMeanMagnitudeValues()));
        return report;
    }

    private static <V> @Nullable Map<StatsType, Map<String, V>> eachNamed(
            @Nullable Map<StatsType, Map<String, V>> all) {
        if (all == null) {
            return null;
        }
        Map<StatsType, Map<String, V>> named = new EnumMap<>(StatsType.class);
        // The keys of activations are layers, not parameters.
        all.forEach((type, values) -> named.put(type, type == StatsType.Activations ? values : named(values)));
        return named;
    }

    private static <V> @Nullable Map<String, V> named(@Nullable Map<String, V> values) {
        if (values == null) {
            return null;
        }
        Map<String, V> named = new LinkedHashMap<>();
        values.forEach((name, value) -> named.put(Character.isDigit(name.charAt(0)) ? name : "0" + name, value));
        return named;
    }
}
