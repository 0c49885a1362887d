package io.dbn4j.cli;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Rewords picocli's messages about wrong command lines in the form of all other messages: option, rule, value.
 *
 * <p>A message that no rule matches stays as it is, with a small first letter.
 */
final class ParseMessage {

    /** Rules for messages; each rule is applied to the result of the rule before it. */
    private static final List<Rule> RULES = List.of(
            rule("^Missing required options?: (.*)", "missing option $1"),
            rule("^Error: Missing required argument\\(s\\): (.*)", "missing option $1"),
            rule("^Missing required parameters?: (.*)", "missing argument $1"),
            rule("^Missing required parameter for option '(.+?)' \\((.+)\\)$", "missing value: $1=$2"),
            rule("^Expected parameter for option '(.+?)' but found '(.*)'$", "missing value of $1 before $2"),
            rule("^option '(.+?)'.* should be specified only once$", "$1 must be given only once"),
            rule(
                    "^Value for option option '(.+?)' \\(.*\\) should be in (.+?) format but was (.*)",
                    "$1 must be $2, was $3"),
            rule("^Invalid value for option '(.+?)'( \\(.+?\\))?: (.*)", "$1: $3"),
            rule("^Invalid value for positional parameter at index \\d+ \\((.+?)\\): (.*)", "$1: $2"),
            rule("^(\\S+): '(.*)' is not a boolean$", "$1 takes no value, was $2"),
            rule("^(\\S+): '(.*)' is not an? (int|long)$", "$1 must be a whole number, was $2"),
            rule("^(\\S+): '(.*)' is not a (double|float)$", "$1 must be a number, was $2"),
            rule("^(\\S+): expected one of \\[(.*)] \\(case-.*\\) but was '(.*)'$", "$1 must be one of $2; was $3"),
            rule("^(\\S+): (must .*)", "$1 $2"),
            rule(" was $", " was empty"));

    private record Rule(Pattern pattern, String replacement) {

        String apply(String message) {
            return pattern.matcher(message).replaceAll(replacement);
        }
    }

    private ParseMessage() {}

    private static Rule rule(String pattern, String replacement) {
        return new Rule(Pattern.compile(pattern), replacement);
    }

    /** Returns the message in the form of all other messages. */
    static String reworded(String message) {
        String result = message.isEmpty() ? "wrong command line" : message;
        for (Rule rule : RULES) {
            result = rule.apply(result);
        }
        String plain = result.startsWith("missing ") ? result.replace("'", "") : result;
        return plain.matches("[A-Z][a-z].*") ? Character.toLowerCase(plain.charAt(0)) + plain.substring(1) : plain;
    }
}
