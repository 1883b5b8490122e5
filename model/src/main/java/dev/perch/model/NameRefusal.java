package dev.perch.model;

/** Why a name or a reference is refused. */
public sealed interface NameRefusal extends Refusal {

    /** A name breaks the rule of its kind. */
    record NameInvalid(String field, String name, String rule) implements NameRefusal {
        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** A text is longer than allowed, or has a character that is not. */
    record TextInvalid(String field, String rule) implements NameRefusal {
        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** Another object of the kind has the name in the same project (or, for subnets, in the same VPC). */
    record NameTaken(String field, ObjectId.Kind kind, String name) implements NameRefusal {
        @Override
        public String rule() {
            return "another " + kind.word() + " is called '" + name + "'";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** Nothing of the kind has this id or name in the project. */
    record NotFound(String field, String kind, String reference) implements NameRefusal {
        @Override
        public String rule() {
            return "there is no " + kind + " '" + reference + "'";
        }

        @Override
        public Sort sort() {
            return Sort.ABSENT;
        }
    }

    /** Several objects have this name, so that only an id says which is meant. */
    record NameAmbiguous(String field, String kind, String name) implements NameRefusal {
        @Override
        public String rule() {
            return "several objects of kind " + kind + " are called '" + name + "'; use the id";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** A document names the same thing twice. */
    record NamedTwice(String field, String kind, String name) implements NameRefusal {
        @Override
        public String rule() {
            return "the document names the " + kind + " '" + name + "' twice";
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** A field that cannot be changed after creation differs from what there is. */
    record FieldImmutable(String field, String kind, String name, String is, String asked) implements NameRefusal {
        @Override
        public String rule() {
            return "cannot be changed: the " + kind + " '" + name + "' has " + is + ", asked for " + asked;
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }
}
