using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Services.Filing;
using Virtuos.Services.FormEngine;
using Virtuos.Services.Mailbox;
using Virtuos.Services.Supplementing;

namespace Virtuos.Services.Following;

/// <summary>Opens a matter by the capability in its address. What does not exist and what the key does not fit are the same.</summary>
internal sealed class MatterReader(Caller caller, ServicesDb db, FormShelf forms, IDirectory directory, ServiceKeys keys)
{
    /// <summary>Where a code leads when the key fits it; the caller is turned to that office.</summary>
    public async Task<(Guid Office, Guid Matter)?> Find(string code, string key, CancellationToken cancel)
    {
        var parsed = TrackingCode.Parse(code);
        var found = parsed is null ? null : await db.TrackingCodes.AsNoTracking().SingleOrDefaultAsync(c => c.Code == parsed, cancel);
        var fits = FollowKey.Fits(key, found?.Submission ?? Guid.Empty, keys.Tracking);
        if (found is null || !fits || (caller.IsOfficial && caller.Office != found.Office)) return null;
        caller.TurnTo(found.Office);
        return (found.Office, found.Submission);
    }

    public async Task<FollowedMatter?> Open(string code, string key, CancellationToken cancel) =>
        await Find(code, key, cancel) is { } place ? await Read(place.Office, place.Matter, cancel) : null;

    /// <summary>Files put to an answer that is not sent yet.</summary>
    public async Task<IReadOnlyList<SupplementFile>> FilesOf(Guid call, CancellationToken cancel) =>
        await db.SupplementFiles.AsNoTracking().Where(f => f.Call == call).OrderBy(f => f.At).ThenBy(f => f.Id).ToListAsync(cancel);

    /// <summary>Reads a matter whose reader has the right to it already.</summary>
    public async Task<FollowedMatter?> Read(Guid office, Guid id, CancellationToken cancel)
    {
        var submission = await db.Submissions.AsNoTracking().SingleOrDefaultAsync(s => s.Office == office && s.Id == id, cancel);
        var matter = await db.Matters.AsNoTracking().SingleOrDefaultAsync(m => m.Office == office && m.Id == id, cancel);
        if ((submission is null && matter is null) || await directory.Office(office, cancel) is not { } card) return null;
        var form = submission is null ? null : forms.Version(submission.Form, submission.FormVersion);
        return new(id, office, FollowKey.Of(id, keys.Tracking), TrackingCode.Grouped(submission?.Code ?? matter!.Code), card, matter, submission, form,
            await db.Milestones.AsNoTracking().Where(m => m.Office == office && m.Matter == id).OrderBy(m => m.At).ThenBy(m => m.Id).ToListAsync(cancel),
            await db.MailboxLetters.AsNoTracking().Where(l => l.Office == office && l.Matter == id).OrderByDescending(l => l.LaidAt).ToListAsync(cancel),
            await db.CompletionCalls.AsNoTracking().Where(c => c.Office == office && c.Matter == id).OrderByDescending(c => c.CalledAt).ToListAsync(cancel),
            await db.Supplements.AsNoTracking().Where(s => s.Office == office && s.Submission == id).OrderBy(s => s.FiledAt).ToListAsync(cancel),
            await db.Watchers.AsNoTracking().Where(w => w.Office == office && w.Matter == id).ToListAsync(cancel))
        {
            Certificate = await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Office == office && c.Submission == id, cancel),
        };
    }
}
