package io.dbn4j.spark.pretrain;

import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.core.training.Replicas;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.lab.training.TrainsReplicas;
import io.dbn4j.spark.cluster.ClusterExperiments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Trainings of a stack of two small RBMs on bars and stripes of 3 x 3 pixels by two replicas. */
final class Trainings {

    private static final String PERSISTENT = """
            {"type": "likelihood", "negativePhase":
             {"type": "persistent", "chains": 5, "sampler": {"type": "gibbs"}, "k": 1}}
            """.strip();

    private Trainings() {}

    static Path data(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < 90; row++) {
            int pattern = row * 5 % 14;
            for (int pixel = 0; pixel < 9; pixel++) {
                int on = pattern < 8 ? pattern >> (pixel / 3) : (pattern - 7) >> (pixel % 3);
                text.append(pixel == 0 ? "" : ",").append(on & 1);
            }
            text.append('\n');
        }
        return Files.writeString(folder.resolve("rows.csv"), text);
    }

    /** Requests 90 rows in batches of 2 x 5: replicas with 9 updates an epoch, averaged after updates 4, 8 and 9. */
    static RunRequest request(Path data, long seed, int epochs) {
        Map<String, String> overrides = new LinkedHashMap<>();
        String layer = "{\"hidden\": %d, \"epochs\": %d, \"objective\": %s, \"learningRate\": 0.1, \"decay\": true,"
                + " \"momentum\": 0.5, \"l2\": 0}";
        overrides.put("training.data", data.toString());
        overrides.put(
                "training.layers",
                "[%s, %s]".formatted(layer.formatted(6, epochs, PERSISTENT), layer.formatted(4, 2, PERSISTENT)));
        overrides.put("training.batch", "10");
        overrides.put("averaging.partitions", "2");
        overrides.put("averaging.every", "4");
        return RunRequest.of(ClusterExperiments.ALL.preset("averaged-training"), seed, overrides);
    }

    static Run start(RunRequest request, Path folder, Progress progress) {
        new NativeThreads(1, 1, "one for each replica").configure();
        return Run.create(request, folder, ClusterExperiments.ALL, progress);
    }

    static Run execute(Run run, Replicas.Place place) {
        TrainsReplicas experiment =
                (TrainsReplicas) run.record().request(ClusterExperiments.ALL).experiment();
        run.execute(running -> experiment.run(running, place));
        return run;
    }
}
