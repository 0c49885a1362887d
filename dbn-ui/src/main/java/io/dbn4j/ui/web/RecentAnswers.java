package io.dbn4j.ui.web;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A cache of the last second's answers, so that many browsers that watch one run cost little more than one. */
final class RecentAnswers {

    private static final long MOMENT = TimeUnit.SECONDS.toNanos(1);

    /** Largest number of bytes of all remembered answers. */
    private static final long MOST = 32 << 20;

    /** Answers by question, oldest first. */
    private final Map<String, Answer> answers = new LinkedHashMap<>();

    private long bytes;

    private record Answer(PageFile file, long time) {

        boolean isRecent() {
            return System.nanoTime() - time < MOMENT;
        }

        long bytes() {
            return file.content().length();
        }
    }

    /** Returns the answer to a question: a remembered one if it is recent, else a new one. */
    PageFile of(String question, Supplier<PageFile> answer) {
        PageFile before = recent(question);
        if (before != null) {
            return before;
        }
        Answer now = new Answer(answer.get(), System.nanoTime());
        remember(question, now);
        return now.file;
    }

    private synchronized @Nullable PageFile recent(String question) {
        Answer before = answers.get(question);
        return before != null && before.isRecent() ? before.file : null;
    }

    /** Stores an answer after removing all old ones, and the oldest recent ones until there is room. */
    private synchronized void remember(String question, Answer now) {
        forget(answers.remove(question));
        Iterator<Answer> oldest = answers.values().iterator();
        while (oldest.hasNext()) {
            Answer next = oldest.next();
            if (next.isRecent() && bytes + now.bytes() <= MOST) {
                break;
            }
            oldest.remove();
            forget(next);
        }
        if (now.bytes() <= MOST) {
            answers.put(question, now);
            bytes += now.bytes();
        }
    }

    private void forget(@Nullable Answer answer) {
        bytes -= answer == null ? 0 : answer.bytes();
    }
}
