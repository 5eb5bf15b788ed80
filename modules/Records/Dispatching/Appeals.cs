using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>Ties appeals to the decisions they are against; runs within the caller's transaction.</summary>
internal sealed partial class Appeals(RecordsDb db, AppealRules rules, FileShelf files, Caller caller, TimeProvider clock)
{
    [GeneratedRegex(@"(?<number>\d{1,9})\s*/\s*(?<year>\d{4})\s*$")]
    private static partial Regex Written();

    /// <summary>A decision of this office that can be appealed against, by its number; null when there is none.</summary>
    public async Task<(Document Document, OwnDocument Own)?> Against(string? number, CancellationToken cancel)
    {
        if (number?.Trim() is not { Length: > 0 } wanted) return null;
        var sent = db.Documents.Where(d => d.Kind == DocumentKind.Own && d.State == DocumentState.Dispatched);
        var document = await sent.FirstOrDefaultAsync(d => d.ReferenceNumber == wanted, cancel);
        // People write "č. j. chom 12 / 2026"; number and year name the document within the office as well.
        if (document is null && Written().Match(wanted) is { Success: true } match && int.TryParse(match.Groups["number"].Value, out var of) && int.TryParse(match.Groups["year"].Value, out var year))
            document = await sent.FirstOrDefaultAsync(d => d.Register == RegisterBook.Documents && d.Year == year && d.Number == of, cancel);
        return document is not null && await db.OwnDocuments.FirstAsync(o => o.Id == document.Id, cancel) is { AppealRule: not null } own ? (document, own) : null;
    }

    /// <summary>The code of the deadline that an appeal of a day starts for this office; null where the law says "without delay".</summary>
    public string? DeadlineRule(OwnDocument own, DateOnly filed) =>
        rules.On(own.AppealRule!, filed) is var rule && IsInTime(own, filed) ? rule.Forward : rule.ForwardLate ?? rule.Forward;

    /// <summary>The appeal lies in the file of the decision, and a timely one stops its legal force, even one already noted.</summary>
    public async Task<Appeal> Link(Document appeal, Document decision, OwnDocument own, CancellationToken cancel)
    {
        var inTime = IsInTime(own, appeal.ReceivedOn);
        var link = new Appeal
        {
            Office = appeal.Office,
            Id = appeal.Id,
            Decision = decision.Id,
            FiledOn = appeal.ReceivedOn,
            InTime = inTime,
            ForwardBy = rules.On(own.AppealRule!, appeal.ReceivedOn).ForwardBy(appeal.ReceivedOn, inTime),
        };
        var at = clock.GetUtcNow();
        db.Add(link);
        db.Add(Step.Of(decision, StepKind.AppealMade, caller, at, appeal.ReferenceNumber));
        db.Add(Step.Of(appeal, StepKind.AppealMade, caller, at, decision.ReferenceNumber));
        if (inTime) own.LoseForce();
        // What still has to be confirmed is laid there when it is.
        if (appeal.State != DocumentState.Unconfirmed) await Lay(appeal, decision, cancel);
        return link;
    }

    /// <summary>An appeal made without identity was confirmed: now it lies in the file of the decision.</summary>
    public async Task Confirm(Document appeal, CancellationToken cancel)
    {
        if (await db.Appeals.FirstOrDefaultAsync(a => a.Id == appeal.Id, cancel) is { } link) await Lay(appeal, await db.Documents.FirstAsync(d => d.Id == link.Decision, cancel), cancel);
    }

    private async Task Lay(Document appeal, Document decision, CancellationToken cancel)
    {
        if (appeal.File is null && decision.File is { } id && await db.Files.FirstAsync(f => f.Id == id, cancel) is { Takes: true } file) await files.Lay(appeal, file, cancel);
    }

    // An appeal made before the delivery counts as made on its first day (§ 83 (1) of act 500/2004).
    private static bool IsInTime(OwnDocument own, DateOnly filed) => own.AppealUntil is not { } last || filed <= last;
}
