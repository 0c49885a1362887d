package io.dbn4j.ui.web;

import io.dbn4j.core.Check;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.deeplearning4j.ui.model.stats.sbe.MessageHeaderDecoder;
import org.deeplearning4j.ui.model.stats.sbe.StaticInfoDecoder;
import org.deeplearning4j.ui.model.stats.sbe.UpdateDecoder;

/**
 * The layout of one of DL4J's records in simple binary encoding: fixed fields, groups, texts, all little-endian.
 *
 * <pre>
 *   a message: block length, template, schema, version (shorts), then its body
 *   a group: block length, number of elements (shorts), then the elements
 *   a text: length (int), then that many bytes
 * </pre>
 *
 * <p>Records are checked before DL4J decodes them, because its decoder allocates whatever length a record claims.
 *
 * @param template template number of the message; 0 for an element of a group
 * @param block bytes of the fixed fields
 * @param counted offset in the block of an int that repeats the length of the only group; -1 if there is none
 * @param groups groups inside, in their order
 * @param texts number of texts that follow
 */
record SbeLayout(int template, int block, int counted, List<SbeLayout> groups, int texts) {

    /** The layout of a description of the trained model, SbeStatsInitializationReport. */
    static final SbeLayout MODEL = message(
            StaticInfoDecoder.TEMPLATE_ID,
            StaticInfoDecoder.BLOCK_LENGTH,
            15,
            element(StaticInfoDecoder.HwDeviceInfoGroupDecoder.sbeBlockLength(), 1),
            element(StaticInfoDecoder.SwEnvironmentInfoDecoder.sbeBlockLength(), 2),
            element(StaticInfoDecoder.ModelParamNamesDecoder.sbeBlockLength(), 1));

    /** The layout of the measurements at one update, SbeStatsReport. */
    static final SbeLayout REPORT = message(
            UpdateDecoder.TEMPLATE_ID,
            UpdateDecoder.BLOCK_LENGTH,
            4,
            element(UpdateDecoder.MemoryUseDecoder.sbeBlockLength(), 0),
            element(UpdateDecoder.PerformanceDecoder.sbeBlockLength(), 0),
            element(UpdateDecoder.GcStatsDecoder.sbeBlockLength(), 1),
            element(UpdateDecoder.ParamNamesDecoder.sbeBlockLength(), 1),
            element(UpdateDecoder.LayerNamesDecoder.sbeBlockLength(), 1),
            element(
                    UpdateDecoder.PerParameterStatsDecoder.sbeBlockLength(),
                    0,
                    element(UpdateDecoder.PerParameterStatsDecoder.SummaryStatDecoder.sbeBlockLength(), 0),
                    histogram()),
            element(
                    UpdateDecoder.DataSetMetaDataBytesDecoder.sbeBlockLength(),
                    0,
                    element(UpdateDecoder.DataSetMetaDataBytesDecoder.MetaDataBytesDecoder.sbeBlockLength(), 0)));

    private static SbeLayout message(int template, int block, int texts, SbeLayout... groups) {
        return new SbeLayout(template, block, -1, List.of(groups), texts);
    }

    private static SbeLayout element(int block, int texts, SbeLayout... groups) {
        return new SbeLayout(0, block, -1, List.of(groups), texts);
    }

    /** Returns the layout of a histogram, whose last fixed field is the number of bins. */
    private static SbeLayout histogram() {
        int block = UpdateDecoder.PerParameterStatsDecoder.HistogramsDecoder.sbeBlockLength();
        int counts = UpdateDecoder.PerParameterStatsDecoder.HistogramsDecoder.HistogramCountsDecoder.sbeBlockLength();
        return new SbeLayout(0, block, block - Integer.BYTES, List.of(element(counts, 0)), 0);
    }

    /**
     * Checks that the groups and texts of a message fill its record exactly.
     *
     * @throws IllegalArgumentException if they do not
     */
    void require(byte[] message) {
        ByteBuffer rest = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        requireLeft(MessageHeaderDecoder.ENCODED_LENGTH, rest);
        requireEqual(block, unsigned(rest), "length of the fixed fields");
        requireEqual(template, unsigned(rest), "number of the template");
        requireEqual(UpdateDecoder.SCHEMA_ID, unsigned(rest), "number of the schema");
        requireEqual(UpdateDecoder.SCHEMA_VERSION, unsigned(rest), "version of the schema");
        walk(rest);
        requireEqual(0, rest.remaining(), "number of bytes after the last text");
    }

    private void walk(ByteBuffer rest) {
        requireLeft(block, rest);
        int start = rest.position();
        rest.position(start + block);
        for (SbeLayout group : groups) {
            requireLeft(2 * Short.BYTES, rest);
            requireEqual(group.block, unsigned(rest), "block length of a group");
            int count = unsigned(rest);
            if (counted >= 0) {
                requireEqual(count, rest.getInt(start + counted), "number of bins");
            }
            for (int i = 0; i < count; i++) {
                group.walk(rest);
            }
        }
        for (int i = 0; i < texts; i++) {
            requireLeft(Integer.BYTES, rest);
            int length = rest.getInt();
            requireLeft(length, rest);
            rest.position(rest.position() + length);
        }
    }

    private static int unsigned(ByteBuffer rest) {
        return Short.toUnsignedInt(rest.getShort());
    }

    private static void requireLeft(int bytes, ByteBuffer rest) {
        Check.require(
                bytes >= 0 && bytes <= rest.remaining(),
                "a length in the record must be in [0, bytes left], was %d of %d",
                bytes,
                rest.remaining());
    }

    private static void requireEqual(int rule, int found, String what) {
        Check.require(found == rule, "%s must be %d, was %d", what, rule, found);
    }
}
