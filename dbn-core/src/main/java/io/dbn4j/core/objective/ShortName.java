package io.dbn4j.core.objective;

import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A short name of a negative phase for the command line, such as {@code pcd-K} with K steps; other parameters have
 * defaults.
 *
 * @param form the name, with {@code -K} at its end if a number of steps can be chosen
 * @param phase makes the negative phase with this number of steps; negative phases without steps ignore it
 */
public record ShortName(String form, IntFunction<NegativePhase> phase) {

    private static final String STEPS = "-K";
    private static final Pattern NUMBER = Pattern.compile("-[1-9]\\d{0,5}");

    /** Returns the negative phase if the text has this form. */
    Optional<NegativePhase> read(String text) {
        if (!form.endsWith(STEPS)) {
            return text.equals(form) ? Optional.of(phase.apply(1)) : Optional.empty();
        }
        String kind = form.substring(0, form.length() - STEPS.length());
        if (!text.startsWith(kind)) {
            return Optional.empty();
        }
        Matcher number = NUMBER.matcher(text.substring(kind.length()));
        return number.matches()
                ? Optional.of(phase.apply(Integer.parseInt(number.group().substring(1))))
                : Optional.empty();
    }

    /** Returns an example: the form with one step. */
    public String example() {
        return form.replace(STEPS, "-1");
    }
}
