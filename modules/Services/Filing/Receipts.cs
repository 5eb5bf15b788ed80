using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Services.Certificates;
using Virtuos.Services.Filling;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filing;

/// <summary>A receipt with everything its page and paper say.</summary>
/// <param name="Ahead">How many filings of the office wait before this one for their reference number; 0 once it is handed over.</param>
/// <param name="Filing">The text whose hash is on the receipt.</param>
/// <param name="Paper">Blob of the filing as PDF/A, once it is made.</param>
internal sealed record ShownReceipt(Receipt Receipt, FormDefinition Form, OfficeCard Office, bool HasEmail, int Ahead, string Filer, string Filing, string? Paper)
{
    /// <summary>The certificate of the act; null until the registry has given a number.</summary>
    public Certificate? Certificate { get; init; }
}

/// <summary>Finds the receipt that belongs to the address of a draft.</summary>
internal sealed class Receipts(Caller caller, ServicesDb db, DraftReader drafts, FormShelf forms, IDirectory directory, ITracking tracking)
{
    public async Task<ShownReceipt?> OfDraft(string token, CancellationToken cancel)
    {
        if (await drafts.Find(token, cancel) is not { Submission: { } id } draft || (caller.IsOfficial && caller.Office != draft.Addressee)) return null;
        caller.TurnTo(draft.Addressee);
        var found = await db.Submissions.AsNoTracking().SingleOrDefaultAsync(s => s.Office == draft.Addressee && s.Id == id, cancel);
        if (found is null || forms.Version(found.Form, found.FormVersion) is not { } form || await directory.Office(found.Office, cancel) is not { } office) return null;
        var ahead = found.State == SubmissionState.Received ? await db.Submissions.CountAsync(s => s.State == SubmissionState.Received && s.FiledAt < found.FiledAt, cancel) : 0;
        return new(Receipt.Of(found, tracking.Keys(id), form), form, office, found.FilerEmail is not null, ahead, found.FilerName, found.Filing, found.Paper)
        {
            Certificate = await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Office == draft.Addressee && c.Submission == id, cancel),
        };
    }
}
