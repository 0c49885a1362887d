package io.dbn4j.lab.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dbn4j.core.stats.Estimate;

/** What stands behind a claim. */
public enum Evidence {
    /** Proved or computed without approximation. */
    @JsonProperty("exact")
    EXACT("exact", "computed without approximation"),
    /** On a known side of the truth in expectation. */
    @JsonProperty("bound")
    BOUND("bound", "on a known side of the truth in expectation"),
    /** Measured, with an error bar. */
    @JsonProperty("estimate")
    ESTIMATE("estimate", "measured, with an error bar"),
    /** A likeness that explains, and proves nothing. */
    @JsonProperty("analogy")
    ANALOGY("analogy", "a likeness that explains, and proves nothing");

    private final String label;
    private final String meaning;

    Evidence(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    /** The evidence of a number; a bound whose condition is not known to hold is an estimate. */
    public static Evidence of(Estimate estimate) {
        return switch (estimate.bound()) {
            case EXACT -> EXACT;
            case LOWER, UPPER -> BOUND;
            case LOWER_FROM_EQUILIBRIUM, UPPER_FROM_EQUILIBRIUM, NONE -> ESTIMATE;
        };
    }

    /** One word. */
    public String label() {
        return label;
    }

    /** What the word means. */
    public String meaning() {
        return meaning;
    }
}
