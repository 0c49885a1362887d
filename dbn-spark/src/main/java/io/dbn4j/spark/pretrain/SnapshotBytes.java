package io.dbn4j.spark.pretrain;

import io.dbn4j.core.json.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A conversion of a snapshot to bytes and back. */
final class SnapshotBytes {

    private SnapshotBytes() {}

    static byte[] of(Snapshot snapshot) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            snapshot.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Snapshot read(byte[] bytes) {
        return Snapshot.read(bytes);
    }
}
