package dev.perch.cli;

import dev.perch.cli.Command.Group;
import dev.perch.cli.Command.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A script that completes commands, options and the words that options take. */
final class BashCompletion {
    /** By the words that lead to a command, what may follow it. */
    private final Map<String, List<String>> followers = new LinkedHashMap<>();

    /** By those words and an option's name, or by the name alone where every command has it: the words it takes. */
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private BashCompletion() {}

    static String of(Group root) {
        BashCompletion completion = new BashCompletion();
        completion.add("perch", root);
        return completion.script();
    }

    private void add(String path, Command command) {
        List<String> words = new ArrayList<>();
        if (command instanceof Verb verb) {
            verb.options().forEach(option -> add(path + " ", option, words));
        }
        Line.EVERYWHERE.forEach(option -> add("", option, words));
        if (command instanceof Group group) {
            for (Command member : group.members().get()) {
                words.add(member.name());
                add(path + " " + member.name(), member);
            }
        }
        followers.put(path, words);
    }

    private void add(String prefix, Option<?> option, List<String> words) {
        words.add(option.names().getLast());
        if (!option.allowed().isEmpty()) {
            option.names().forEach(name -> values.put(prefix + name, option.allowed()));
        }
    }

    private String script() {
        StringBuilder paths = new StringBuilder();
        followers.forEach((path, words) -> paths.append(entry(path, words)));
        StringBuilder options = new StringBuilder();
        values.forEach((name, words) -> options.append(entry(name, words)));
        return """
               # Completes perch in bash:  source <(perch completion bash)
               _perch() {
                   local word path=perch words current=${COMP_WORDS[COMP_CWORD]}
                   local -A followers=(
               %s    )
                   local -A values=(
               %s    )
                   for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                       [[ -n ${followers["$path $word"]:-} ]] && path="$path $word"
                   done
                   word=${COMP_WORDS[COMP_CWORD-1]}
                   words=${values["$path $word"]:-${values["$word"]:-${followers["$path"]}}}
                   COMPREPLY=($(compgen -W "$words" -- "$current"))
               }
               complete -o default -F _perch perch
               """.formatted(paths, options);
    }

    private static String entry(String key, List<String> words) {
        return "        ['" + key + "']='" + String.join(" ", words) + "'\n";
    }
}
