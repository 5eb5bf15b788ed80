using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Search;

namespace Virtuos.Records;

/// <summary>A word of a document, as a digest; written with the document by the context.</summary>
internal sealed class Finding : IOfficeOwned
{
    public Guid Office { get; set; }

    public required long Word { get; init; }

    public required Guid Document { get; init; }

    /// <summary>Where the document lies, so that rights need no look at it.</summary>
    public required Guid Unit { get; set; }
}

/// <summary>
/// Turns texts and questions into keyed digests of the Czech analysis: the same word of the same office gives the same digest, and nothing
/// can be read back. Which words begin so is kept beside them, so that an unfinished word finds too.
/// </summary>
internal sealed class FindingWords(KeyRing keys, NpgsqlDataSource source)
{
    public const int ShortestBeginning = 2;
    public const int LongestBeginning = 10;
    private const int MostKnown = 1_000_000;
    private readonly byte[] key = keys.Secret("records-search");
    private readonly ConcurrentDictionary<(Guid Office, long Word), bool> known = new();

    /// <summary>The words of its matter and person; numbers and codes are found by themselves.</summary>
    public static IReadOnlyCollection<string> Lexemes(Document document) => CzechAnalyzer.Words(document.Matter).Concat(CzechAnalyzer.Words(document.PartyName))
        .Where(w => !w.Stop).Select(w => w.Lexeme).ToHashSet(StringComparer.Ordinal);

    public IEnumerable<Finding> Of(Document document) =>
        Lexemes(document).Select(lexeme => new Finding { Office = document.Office, Word = Word(document.Office, lexeme), Document = document.Id, Unit = document.Unit });

    /// <summary>Notes how the words of a document begin. Not with the document but before it: a hint too many does no harm.</summary>
    public async Task Learn(Document document, CancellationToken cancel)
    {
        var fresh = Lexemes(document).Where(l => !known.ContainsKey((document.Office, Word(document.Office, l)))).ToList();
        if (fresh.Count == 0) return;
        var pairs = fresh.SelectMany(l => Beginnings(document.Office, l)).Order().ToList();
        await using var command = source.CreateCommand("insert into records.finding_word (office, beginning, word) select $1, b, w from unnest($2::bigint[], $3::bigint[]) as n(b, w) on conflict do nothing");
        foreach (var value in (object[])[document.Office, pairs.ConvertAll(p => p.Beginning).ToArray(), pairs.ConvertAll(p => p.Word).ToArray()]) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancel);
        if (known.Count > MostKnown) known.Clear();
        foreach (var lexeme in fresh) known[(document.Office, Word(document.Office, lexeme))] = true;
    }

    /// <summary>The digest of a word and those of its beginnings; words with digits are asked for whole.</summary>
    public IEnumerable<(long Beginning, long Word)> Beginnings(Guid office, string lexeme) => lexeme.Any(char.IsDigit) ? [] :
        Enumerable.Range(ShortestBeginning, Math.Max(0, Math.Min(lexeme.Length, LongestBeginning) - ShortestBeginning + 1)).Select(length => (Beginning(office, lexeme[..length]), Word(office, lexeme)));

    public long Word(Guid office, string lexeme) => Digest(office, 'w', lexeme);

    /// <param name="text">At least <see cref="ShortestBeginning"/> letters; more than <see cref="LongestBeginning"/> say no more.</param>
    public long Beginning(Guid office, string text) => Digest(office, 'b', text.Length > LongestBeginning ? text[..LongestBeginning] : text);

    private long Digest(Guid office, char kind, string text)
    {
        Span<byte> said = stackalloc byte[17 + Encoding.UTF8.GetMaxByteCount(Math.Min(text.Length, 64))];
        office.TryWriteBytes(said, bigEndian: true, out _);
        said[16] = (byte)kind;
        var length = Encoding.UTF8.GetBytes(text.AsSpan(0, Math.Min(text.Length, 64)), said[17..]);
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, said[..(17 + length)], digest);
        return BinaryPrimitives.ReadInt64BigEndian(digest);
    }
}
