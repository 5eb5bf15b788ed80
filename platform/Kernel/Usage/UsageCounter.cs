using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Search;

namespace Virtuos.Kernel.Usage;

/// <summary>What is counted together.</summary>
/// <param name="Kind"><c>use</c>, <c>refused</c> or <c>empty</c>.</param>
/// <param name="Who">Kind of caller, never who they are.</param>
/// <param name="What">Method and pattern of a route, act and field, or the digest of what was searched for.</param>
/// <param name="Pace">Index in <see cref="UsageCounter.Paces"/>; 0 where nothing was timed.</param>
public readonly record struct UsageKey(Guid Office, DateOnly Day, string Kind, string Who, string What, short Pace);

/// <summary>
/// Counts in memory how the product is used: nobody waits for it, nothing is written while somebody is served. A counter knows no person, no
/// address and no question; <see cref="UsageWriter"/> writes it down in batches.
/// </summary>
public sealed class UsageCounter(Installation installation, KeyRing keys, TimeProvider clock)
{
    /// <summary>Milliseconds up to which an answer belongs to a pace; the last one takes the rest.</summary>
    public static readonly IReadOnlyList<int> Paces = [100, 300, 1000, 3000, int.MaxValue];

    /// <summary>Searches that meant the same, before their words are written down.</summary>
    public const int Enough = 5;

    private const int MostKeys = 20_000;
    private const int LongestWhat = 200;
    private const int LongestWords = 100;
    private readonly byte[] key = keys.Secret("usage");
    private ConcurrentDictionary<UsageKey, long> counts = new();
    private ConcurrentDictionary<string, string> words = new();

    public bool IsOn => installation.Usage;

    /// <summary>A route was used.</summary>
    /// <param name="what">Method and pattern, such as <c>GET /stul/dokument/{id}</c>.</param>
    public void Use(Caller caller, string what, TimeSpan took) => Add(caller, "use", what, Pace(took));

    /// <summary>An act refused what was entered into a field.</summary>
    public void Refused(Caller caller, string act, string field) =>
        // Rows of a table are one field.
        Add(caller, "refused", $"{act} {string.Concat(field.Select(c => char.IsDigit(c) ? '#' : c))}", 0);

    /// <summary>A public search found nothing. What was asked is folded to its stems, and known by a digest alone until enough have asked it.</summary>
    public void Empty(Caller caller, string asked)
    {
        var stems = CzechAnalyzer.Words(asked).Where(w => !w.Stop).Select(w => w.Lexeme).Distinct().Order(StringComparer.Ordinal).ToList();
        if (!IsOn || stems.Count == 0) return;
        var digest = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Join(' ', stems))).AsSpan(0, 16));
        // Numbers and addresses of e-mail are somebody's, however often they are asked for.
        if (words.Count < MostKeys && !stems.Exists(s => s.Any(c => char.IsDigit(c) || c == '@'))) words[digest] = string.Join(' ', stems) is var text && text.Length > LongestWords ? text[..LongestWords] : text;
        Add(caller, "empty", digest, 0);
    }

    /// <summary>Everything counted since the last time, and the words of searches; counting goes on from nothing.</summary>
    public (IReadOnlyCollection<KeyValuePair<UsageKey, long>> Counts, IReadOnlyDictionary<string, string> Words) Take() =>
        // Whoever still holds the old one adds to it for a moment; what comes after the copy is lost, which harms nobody.
        ([.. Interlocked.Exchange(ref counts, new())], new Dictionary<string, string>(Interlocked.Exchange(ref words, new())));

    private void Add(Caller caller, string kind, string what, short pace)
    {
        if (!IsOn) return;
        var into = counts;
        var counted = new UsageKey(caller.Kind is CallerKind.Official or CallerKind.Program ? caller.Office ?? Guid.Empty : Guid.Empty, Prague.Today(clock), kind, caller.Kind.ToString().ToLowerInvariant(), what.Length > LongestWhat ? what[..LongestWhat] : what, pace);
        // A flood of different things must not fill the memory.
        if (into.Count < MostKeys || into.ContainsKey(counted)) into.AddOrUpdate(counted, 1, (_, n) => n + 1);
    }

    private static short Pace(TimeSpan took)
    {
        for (short at = 0; ; at++)
            if (took.TotalMilliseconds <= Paces[at]) return at;
    }
}
