package dev.perch.cli.show;

import dev.perch.cli.Host;
import java.time.Duration;

/**
 * What a command is waiting for, on standard error: nothing in the first second, then a spinner on a terminal, or one
 * plain line for each new thing and one every ten seconds anywhere else.
 */
public final class Progress implements AutoCloseable {
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration REMINDER = Duration.ofSeconds(10);
    private static final String[] FRAMES = {"|", "/", "-", "\\"};

    private final Host host;
    private final long started = System.nanoTime();
    private final Thread painter;
    private volatile String doing;
    private volatile boolean done;
    private boolean drawn;

    public Progress(Host host, String doing) {
        this.host = host;
        this.doing = doing;
        this.painter = Thread.ofVirtual().start(this::paint);
    }

    /** Changes what is being waited for. */
    public void say(String now) {
        doing = now;
    }

    /** What is being waited for now. */
    public String said() {
        return doing;
    }

    private void paint() {
        String told = "";
        long toldAt = 0;
        try {
            Thread.sleep(QUIET);
            for (int frame = 0; !done; frame++) {
                String now = doing;
                if (host.errIsTerminal()) {
                    draw("\r\u001b[K" + FRAMES[frame % FRAMES.length] + " " + now + " (" + seconds() + "s)");
                } else if (!now.equals(told) || System.nanoTime() - toldAt > REMINDER.toNanos()) {
                    draw(now + " … (" + seconds() + "s)\n");
                    told = now;
                    toldAt = System.nanoTime();
                }
                Thread.sleep(120);
            }
        } catch (InterruptedException e) {
            // closed: nothing more to paint
        }
    }

    private synchronized void draw(String text) {
        if (!done) {
            host.err().print(text);
            host.err().flush();
            drawn = true;
        }
    }

    private long seconds() {
        return Duration.ofNanos(System.nanoTime() - started).toSeconds();
    }

    @Override
    public synchronized void close() {
        done = true;
        painter.interrupt();
        if (drawn && host.errIsTerminal()) {
            host.err().print("\r\u001b[K");
            host.err().flush();
        }
    }
}
