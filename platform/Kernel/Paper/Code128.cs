namespace Virtuos.Kernel.Paper;

/// <summary>Code 128 (ISO/IEC 15417) with sets B and C.</summary>
public static class Code128
{
    private const int StartB = 104;
    private const int StartC = 105;
    private const int SwitchToC = 99;
    private const int SwitchToB = 100;

    /// <summary>Longest content that still makes a readable code across an A4 page.</summary>
    public const int Longest = 48;

    // Widths of bars and spaces of each symbol, one row per value.
    private const string Widths =
        "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221"
        + "223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321"
        + "112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131"
        + "311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114"
        + "122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
        + "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232";

    /// <summary>Widths of bars and spaces in turns, in modules, without quiet zones.</summary>
    /// <exception cref="ArgumentException">The content is empty, too long or not printable ASCII.</exception>
    public static IReadOnlyList<int> Encode(string content)
    {
        ArgumentException.ThrowIfNullOrEmpty(content);
        if (content.Length > Longest || content.Any(letter => letter is < ' ' or > '~'))
            throw new ArgumentException($"A barcode holds 1 to {Longest} printable ASCII characters.", nameof(content));
        var values = Values(content);
        var sum = values[0];
        for (var i = 1; i < values.Count; i++)
            sum += i * values[i];
        values.Add(sum % 103);
        var widths = values.SelectMany(value => Widths.Substring(6 * value, 6)).ToList();
        widths.AddRange("2331112");
        return [.. widths.Select(width => width - '0')];
    }

    private static List<int> Values(string content)
    {
        var values = new List<int>(content.Length + 3);
        var inC = false;
        for (var at = 0; at < content.Length;)
        {
            var digits = Digits(content, at);
            var whole = digits == content.Length;
            if (inC && digits >= 2)
            {
                values.Add(10 * (content[at] - '0') + content[at + 1] - '0');
                at += 2;
            }
            else if (!inC && digits % 2 == 0 && (digits >= 6 || (digits >= 4 && (at == 0 || at + digits == content.Length)) || (whole && digits == 2)))
            {
                values.Add(values.Count == 0 ? StartC : SwitchToC);
                inC = true;
            }
            else
            {
                if (values.Count == 0)
                    values.Add(StartB);
                else if (inC)
                    values.Add(SwitchToB);
                inC = false;
                values.Add(content[at++] - ' ');
            }
        }
        return values;
    }

    private static int Digits(string content, int at)
    {
        var end = at;
        while (end < content.Length && char.IsAsciiDigit(content[end]))
            end++;
        return end - at;
    }
}
