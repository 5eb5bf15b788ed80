using System.Text.RegularExpressions;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Quotas;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filing;

/// <summary>
/// Stands between the public and the registry: quotas refuse floods, transparent rules hold what looks like spam until a person decides.
/// Nobody is asked to solve anything. The limits are dated data (<see cref="IntakeLimits"/>).
/// </summary>
internal sealed partial class IntakeGuard(Caller caller, Quota quota, IntakeLimits limits, TimeProvider clock)
{
    public const string Links = "links";
    public const string SameText = "same-text";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1), Day = TimeSpan.FromDays(1);

    /// <summary>The same text counts as the same only from this many characters on; short answers are alike by nature.</summary>
    private const int ShortestText = 60;

    /// <param name="once">What makes it the same filing when it comes again; a second press of the button must not use quotas up.</param>
    /// <returns>The code of a suspicion, or null when nothing is suspicious; refused when a quota is used up.</returns>
    public async Task<Result<string?>> Judge(Filer filer, FormRoute route, string network, byte[]? once, CancellationToken cancel)
    {
        // Demo data and filings that officials enter for people do not come from the public.
        if (caller.Kind is CallerKind.System or CallerKind.Official) return (string?)null;
        var limit = limits.On(clock.GetUtcNow());
        var text = string.Join('\n', route.Questions.Where(q => q.Type is QuestionType.Text or QuestionType.TextArea).Select(q => route.Answers.Text(q.Id)));
        var links = Link().Count(text) > limit.MostLinks ? Links : null;
        List<(QuotaRule, string, int)> tries = [(new("filing-network", limit.FilingsOfNetworkInHour, Hour), network, 1)];
        if (filer.Email is { } email) tries.Add((new("filing-address", limit.FilingsOfAddressInDay, Day), email.ToLowerInvariant(), 1));
        var longest = route.Questions.Where(q => q.Type is QuestionType.TextArea).Select(q => route.Answers.Text(q.Id) ?? "").MaxBy(t => t.Length) ?? "";
        if (longest.Length >= ShortestText) tries.Add((new("filing-text", limit.SameTextInDay, Day), Bare(longest), 1));
        var counted = tries.Count;
        if (once is not null) tries.Add((new("filing-once", 1, Day), Convert.ToHexString(once), 1));
        var within = await quota.Take(tries, cancel);
        if (once is not null && !within[counted])
        {
            // It has been counted before: what it took now is given back.
            await quota.Take([.. tries.Take(counted).Select(t => (t.Item1, t.Item2, -1))], cancel);
            return links;
        }
        if (!within[0]) return Refusal.TooMany("services.file.too-many-network");
        if (filer.Email is not null && !within[1]) return Refusal.TooMany("services.file.too-many-address");
        return longest.Length >= ShortestText && !within[counted - 1] ? SameText : links;
    }

    /// <summary>Whether one more draft may be begun from a network.</summary>
    public Task<bool> MayBegin(string network, CancellationToken cancel) =>
        quota.Take(new("draft-network", limits.On(clock.GetUtcNow()).DraftsOfNetworkInHour, Hour), network, cancel);

    /// <summary>Whether a program may send so many bytes more from a network; counted in megabytes begun.</summary>
    public Task<bool> MaySend(string network, long bytes, CancellationToken cancel) =>
        quota.Take(new("upload-network", (int)(limits.On(clock.GetUtcNow()).UnfiledBytesOfNetwork >> 20), Hour), network, cancel, (int)((bytes >> 20) + 1));

    // Spam that differs in spaces and capitals only is the same.
    private static string Bare(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    [GeneratedRegex(@"https?://|www\.", RegexOptions.IgnoreCase)]
    private static partial Regex Link();
}
