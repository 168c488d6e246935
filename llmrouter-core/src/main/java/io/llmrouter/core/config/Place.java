package io.llmrouter.core.config;

/**
 * Where a value stands.
 *
 * @param file the file as the user named it; empty if the configuration was built in code
 * @param line the line, from 1; 0 if there is none
 * @param path the keys that lead to the value, joined by dots; empty for the whole
 */
record Place(String file, int line, String path) {
    static final Place CODE = new Place("", 0, "");

    static Place start(String file) {
        return new Place(file, 1, "");
    }

    Place key(String key) {
        return new Place(file, line, path.isEmpty() ? key : path + "." + key);
    }

    Place item(int index) {
        return new Place(file, line, path + "[" + index + "]");
    }

    Place atLine(int other) {
        return new Place(file, other, path);
    }

    /** Such as {@code llmrouter.yaml:12 llms.claude.aws_region}. */
    @Override
    public String toString() {
        if (file.isEmpty()) {
            return path.isEmpty() ? "configuration" : path;
        }
        var position = line > 0 ? file + ":" + line : file;
        return path.isEmpty() ? position : position + " " + path;
    }
}
