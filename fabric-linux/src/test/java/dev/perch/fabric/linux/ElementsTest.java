package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.linux.nft.Element;
import dev.perch.fabric.linux.nft.SetKind;
import dev.perch.net.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is known of the elements in the kernel. */
class ElementsTest {
    private static final Element ELEMENT = SetKind.ANSWERED.element(IpAddress.of("198.18.0.11"));

    private final Elements elements = new Elements();

    @Test
    void whatTheKernelAnswersIsKnown() {
        assertThat(elements.learn(() -> List.of(ELEMENT))).containsExactly(ELEMENT);
        assertThat(elements.isKnown()).isTrue();
        assertThat(elements.of("198.18.0.11")).containsExactly(ELEMENT);
    }

    @Test
    void anAnswerThatANoticeOvertookIsAskedForAgain() {
        elements.learn(() -> {
            elements.remove(ELEMENT);
            return List.of(ELEMENT);
        });
        assertThat(elements.isKnown()).isFalse();
    }
}
