package io.dbn4j.ui.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Answers of the last moment: many browsers that watch one run cost little more than one. */
final class RecentAnswers {

    private static final long MOMENT = TimeUnit.SECONDS.toNanos(1);

    /** Addresses that are remembered before old ones are looked for. */
    private static final int MANY = 64;

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    private record Answer(PageFile file, long time) {

        boolean isRecent() {
            return System.nanoTime() - time < MOMENT;
        }
    }

    /** The answer to this question, new or of the last moment. */
    PageFile of(String question, Supplier<PageFile> answer) {
        if (answers.size() > MANY) {
            answers.values().removeIf(old -> !old.isRecent());
        }
        Answer before = answers.get(question);
        if (before != null && before.isRecent()) {
            return before.file;
        }
        Answer now = new Answer(answer.get(), System.nanoTime());
        answers.put(question, now);
        return now.file;
    }
}
