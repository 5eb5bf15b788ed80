using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Search;

namespace Virtuos.Records;

/// <summary>The words by which one document is found, as digests; written with the document by the context.</summary>
internal sealed class DocumentSearch : IOfficeOwned
{
    public Guid Office { get; set; }

    public required Guid Document { get; init; }

    public required string[] Words { get; set; }
}

/// <summary>
/// Turns texts and questions into keyed digests of the Czech analysis: the same word of the same office gives the same digest, and nothing
/// can be read back. Beginnings of words have digests of their own, so that an unfinished word finds too.
/// </summary>
internal sealed partial class FindingWords(KeyRing keys)
{
    private const int ShortestBeginning = 2;
    private const int LongestBeginning = 10;
    private readonly byte[] key = keys.Secret("records-search");

    /// <summary>What a document is found by: its number, code, matter and person.</summary>
    public string[] Of(Document document)
    {
        var lexemes = ((string?[])[document.ReferenceNumber, document.TrackingCode, document.Matter, document.PartyName])
            .Where(t => t is not null).SelectMany(t => CzechAnalyzer.Words(t!)).Where(w => !w.Stop).Select(w => w.Lexeme).Distinct(StringComparer.Ordinal);
        return [.. lexemes.SelectMany(lexeme => Beginnings(lexeme).Select(b => Digest(document.Office, 'b', b)).Prepend(Digest(document.Office, 'w', lexeme))).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The question over such words as a <c>tsquery</c> literal; null when nothing was asked.</summary>
    public string? Query(Guid office, string typed) => CzechAnalyzer.ToQuery(typed, prefixLast: true) is { } query
        ? Lexeme().Replace(query, match =>
        {
            var lexeme = match.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal);
            return match.Groups[2].Success && lexeme.Length >= ShortestBeginning
                ? $"'{Digest(office, 'b', lexeme.Length > LongestBeginning ? lexeme[..LongestBeginning] : lexeme)}'"
                : $"'{Digest(office, 'w', lexeme)}'";
        })
        : null;

    private static IEnumerable<string> Beginnings(string lexeme) =>
        Enumerable.Range(ShortestBeginning, Math.Max(0, Math.Min(lexeme.Length, LongestBeginning) - ShortestBeginning + 1)).Select(length => lexeme[..length]);

    // Thirty-six bits: among the words of one office two of them hardly ever meet, and a false find is only a line too many.
    private string Digest(Guid office, char kind, string text)
    {
        byte[] said = [.. office.ToByteArray(true), (byte)kind, .. Encoding.UTF8.GetBytes(text)];
        return Convert.ToBase64String(HMACSHA256.HashData(key, said), 0, 6)[..6];
    }

    [GeneratedRegex(@"'((?:[^'\\]|''|\\\\)*)'(:\*)?")]
    private static partial Regex Lexeme();
}
