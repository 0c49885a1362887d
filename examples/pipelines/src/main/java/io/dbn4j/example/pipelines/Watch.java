package io.dbn4j.example.pipelines;

import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.training.GreedyPretraining;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

// The lines from here on stand in docs/library.md too; a test compares them.
/** Shows progress of pretraining and stops it when told to. */
final class Watch implements GreedyPretraining.Observer {

    final AtomicBoolean stop = new AtomicBoolean(); // set by a button, for example
    Snapshot stoppedAt = Snapshot.NONE; // GreedyPretraining.resume goes on from here, to the same bits

    @Override
    public void updated(int layer, int epoch, int update, int updatesPerEpoch) {
        System.out.println("layer " + layer + ", epoch " + epoch + ": " + update + " of " + updatesPerEpoch);
    }

    @Override
    public void resumable(boolean epochEnds, Supplier<Snapshot> now) {
        if (stop.get()) {
            stoppedAt = now.get();
            throw new CancellationException(); // the network keeps what it has learned
        }
    }
}
