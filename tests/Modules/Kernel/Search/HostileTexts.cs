namespace Virtuos.Modules.Tests.Kernel.Search;

/// <summary>Texts made to break parsers, the same ones in every run.</summary>
internal static class HostileTexts
{
    private static readonly string[] hard =
    [
        "'", "\\", ":", "*", "&", "|", "!", "(", ")", "<->", "\0", "\ud800", "\udc00", "\uffff", "\ufffe", "\ufdd0", "\u202e", "\u200b", "\u2019",
        "á", "ě\u030c", "\u0301", "ß", "İ", "ﬁ", "½", "😀", "𝒜", "漢", "д", "/", "-", "–", ".", "@", "_", "7", "na", " ", "\n",
    ];

    public static IEnumerable<string> Some(int count)
    {
        var random = new Random(20261120);
        for (var round = 0; round < count; round++)
        {
            yield return string.Concat(Enumerable.Range(0, random.Next(0, 30)).Select(_ => random.Next(3) switch
            {
                0 => hard[random.Next(hard.Length)],
                1 => ((char)random.Next(0, 0x10000)).ToString(),
                _ => ((char)random.Next('a', 'z' + 1)).ToString(),
            }));
        }
    }
}
