using Microsoft.Playwright;

namespace Virtuos.Journeys.Tests.Tour;

/// <summary>Goes through a page by Tab from its top until it leaves it.</summary>
internal static class KeyboardWalk
{
    private const int MostStops = 400;

    private const string Begin = """
        () => {
          window.seen = [];
          // The viewer of papers is the browser's own and takes the keyboard in its own time.
          document.querySelectorAll('iframe').forEach(frame => frame.remove());
          // Without this the walk would begin behind the field that the page put the cursor into.
          document.body.tabIndex = -1;
          document.body.focus();
          document.body.removeAttribute('tabindex');
          window.look = e => {
            const drawn = [e, e.closest('label'), e.closest('.card'), e.nextElementSibling, e.parentElement].filter(Boolean).some(x => {
              const s = getComputedStyle(x);
              return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
            });
            if (!drawn) return `no visible focus: ${e.outerHTML.slice(0, 120)}`;
            const box = e.getBoundingClientRect();
            if (box.width * box.height === 0) return `nothing to be seen: ${e.outerHTML.slice(0, 120)}`;
            const at = document.elementFromPoint(Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1), Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1));
            return at && (e.contains(at) || at.contains(e) || at.closest('label')?.contains(e) || e.labels?.length && [...e.labels].some(l => l.contains(at))) ? '' : `covered: ${e.outerHTML.slice(0, 120)} by ${at?.outerHTML.slice(0, 80)}`;
          };
        }
        """;

    private const string Look = """
        async () => {
          const e = document.activeElement;
          if (seen[0] === e) return 'end';
          if (!e || e === document.body) return 'nowhere';
          if (seen.includes(e)) return e.matches('input[type=radio], input[type=month]') ? '' : `again: ${e.outerHTML.slice(0, 120)}`;
          seen.push(e);
          if (!look(e)) return '';
          // What is still being drawn is looked at once more.
          for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
          return look(e);
        }
        """;

    private const string Missed = """
        () => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
          .filter(e => e.tabIndex >= 0 && !e.disabled && !seen.includes(e) && e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }))
          .filter(e => !(e.type === 'radio' && seen.some(s => s.type === 'radio' && s.name === e.name && s.form === e.form)))
          .map(e => `never reached: ${e.outerHTML.slice(0, 120)}`)
        """;

    /// <returns>How many stops there were, and what is wrong with them, in sentences.</returns>
    public static async Task<(int Stops, List<string> Wrong)> Of(IPage page)
    {
        // Scrolling glides for those who like it; a measurement needs the end of it.
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await page.EvaluateAsync(Begin);
        List<string> wrong = [];
        // Between the last stop and the first lies the browser itself.
        for (var (presses, nowhere) = (0, 0); nowhere < 3; presses++)
        {
            if (presses == MostStops) return (presses, [.. wrong, "the keyboard is caught"]);
            await page.Keyboard.PressAsync("Tab");
            var said = await page.EvaluateAsync<string>(Look);
            if (said == "end") break;
            nowhere = said == "nowhere" ? nowhere + 1 : 0;
            if (said.Length > 0 && nowhere == 0) wrong.Add(said);
        }
        return (await page.EvaluateAsync<int>("() => seen.length"), [.. wrong, .. await page.EvaluateAsync<string[]>(Missed)]);
    }
}
