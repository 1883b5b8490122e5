package dev.perch.model;

/** Why a tag is refused. */
public sealed interface TagRefusal extends Refusal {

    /** A key or a value breaks its rule. */
    record TagInvalid(String field, String rule) implements TagRefusal {
        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** A request gives one key two values. */
    record TagTwice(String field, String key) implements TagRefusal {
        @Override
        public String rule() {
            return "the request names the tag '" + key + "' twice";
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** An object would have more tags than it may. */
    record TooManyTags(String field, int tags) implements TagRefusal {
        @Override
        public String rule() {
            return "an object has at most " + TagRules.MOST + " tags; this one would have " + tags;
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }
}
