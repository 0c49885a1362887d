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
 * What DL4J's StatsListener says of one training, appended to a file while it goes on.
 *
 * <pre>
 *   a record: kind (byte), length (int), and so many bytes as DL4J encodes them
 *   kind 1: the model, SbeStatsInitializationReport; kind 2: a report, SbeStatsReport
 * </pre>
 *
 * <p>A process that is killed leaves at most a torn last record, which readers wait for. DL4J's own FileStatsStorage is not
 * used: it cannot be read while a training goes on, and reading it makes Java objects of whatever a file names.
 */
final class StatsFile implements StatsStorageRouter {

    private static final byte MODEL = 1;
    private static final byte REPORT = 2;
    private static final int HEAD = Byte.BYTES + Integer.BYTES;

    /** A histogram of every parameter of a hundred layers takes a tenth of it. */
    private static final int LONGEST = 1 << 22;

    /** Bytes that are read at once, so that memory does not depend on how long a training was. */
    private static final int LARGEST = 4 * LONGEST;

    private static final int BEGINNING = 256;

    private final Path file;
    private @Nullable FileChannel channel;
    private long lastTime;

    /** Nothing is written before the first record. */
    StatsFile(Path file) {
        this.file = file;
    }

    /** Run folders are made to be shown to others: the names of this machine stay here. */
    @Override
    public void putStaticInfo(Persistable model) {
        if (model instanceof SbeStatsInitializationReport report) {
            report.setSwHostName("");
            report.setHwHardwareUID("");
        }
        append(MODEL, model);
    }

    /** Reports are told apart by their milliseconds. */
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
                // Refuses a link, which could lead anywhere.
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

    /** Which classes the records have is known. */
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
     * Records from one place of a file on.
     *
     * @param models what was trained: one, at the beginning
     * @param reports in the order of time
     * @param end where the next part begins
     */
    record Part(List<Persistable> models, List<Persistable> reports, long end) {}

    /**
     * Reads some whole records from one place on, renamed to a session: none if there are no more.
     *
     * @throws IllegalArgumentException if the file is damaged, or names classes that are no configurations of DL4J
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

    /** What tells a file from another one of the same name: its beginning, which holds the time. */
    static ByteBuffer beginning(Path file) {
        return bytes(file, 0, BEGINNING);
    }

    private static ByteBuffer bytes(Path file, long from, int atMost) {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(atMost, Math.max(0, in.size() - from)));
            in.position(from);
            while (bytes.hasRemaining() && in.read(bytes) >= 0) {
                // Until it is whole, or has become shorter meanwhile.
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
        // DL4J's pages make objects of it.
        JsonNode configuration = Json.read(model.getModelConfigJson(), JsonNode.class);
        TrustedConfiguration.require("the model", configuration);
        model.setModelConfigJson(configuration.toString());
        if (configuration.has("confs")) {
            // They know the class by its name, and not its subclasses.
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
        // Serialized Java objects, if there are any.
        report.setDataSetMetaData(null);
        report.setSessionID(session);
        report.setTypeID(StatsListener.TYPE_ID);
        // What DL4J's pages look for: parameters of a network are called 0_W, those of a layer that is pretrained W.
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
        // Activations are those of layers, not of parameters.
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
