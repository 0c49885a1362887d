package io.dbn4j.lab.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dbn4j.core.stats.Estimate;

/** The kind of evidence for a claim. */
public enum Evidence {
    /** A result that is proved or computed without approximation. */
    @JsonProperty("exact")
    EXACT("exact", "computed without approximation"),
    /** A number on a known side of the truth in expectation. */
    @JsonProperty("bound")
    BOUND("bound", "on a known side of the truth in expectation"),
    /** A measured number with an error bar. */
    @JsonProperty("estimate")
    ESTIMATE("estimate", "measured, with an error bar"),
    /** An analogy, which explains but proves nothing. */
    @JsonProperty("analogy")
    ANALOGY("analogy", "a likeness that explains, and proves nothing");

    private final String label;
    private final String meaning;

    Evidence(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    /** Returns the evidence of a number; a bound whose condition is not known to hold counts as an estimate. */
    public static Evidence of(Estimate estimate) {
        return switch (estimate.bound()) {
            case EXACT -> EXACT;
            case LOWER, UPPER -> BOUND;
            case LOWER_FROM_EQUILIBRIUM, UPPER_FROM_EQUILIBRIUM, NONE -> ESTIMATE;
        };
    }

    /** Returns the label, one word. */
    public String label() {
        return label;
    }

    /** Returns the meaning of the label. */
    public String meaning() {
        return meaning;
    }
}
