using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Services.Filling;
using Virtuos.Services.Following;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Supplementing;

/// <param name="Name">As the browser calls it; only shown.</param>
/// <param name="Content">Read once, to its end or to the limit.</param>
internal sealed record AttachToSupplementInput(string Code, string Key, string Field, string Name, Stream Content);

/// <summary>Takes one file for an answer that is not sent yet; only while a call is open, so nobody can fill the disk through it.</summary>
internal sealed class AttachToSupplement(Caller caller, ServicesDb db, MatterReader matters, FileInspection inspection, IBlobStore blobs, TimeProvider clock)
    : UseCase<AttachToSupplementInput, Done>(caller, ServicesPermissions.Follow)
{
    protected override async Task<Result<Done>> Do(AttachToSupplementInput input, CancellationToken cancel)
    {
        if (await matters.Open(input.Code, input.Key, cancel) is not { } matter || matter.OpenCall is not { } call || call.Due < Prague.Today(clock)) return Refusal.NotFound();
        if (AskedSupplement.Of(matter, call).FileQuestion(input.Field) is not { } question) return Refusal.NotFound();
        var name = FileInspection.CleanName(input.Name);
        var there = await db.SupplementFiles.Where(f => f.Call == call.Id).Select(f => new { f.Field, f.Size }).ToListAsync(cancel);
        var most = (int)(question.Max ?? Attachments.MostFiles);
        if (there.Count(f => f.Field == question.Id) >= most) return Refusal.Invalid(question.Id, "services.file-refused.too-many", ("name", name), ("max", most));
        if (there.Sum(f => f.Size) >= Attachments.MostBytesTogether) return Refusal.Invalid(question.Id, "services.file-refused.too-much", ("name", name), ("megabytes", Attachments.MostBytesTogether >> 20));
        StagedBlob staged;
        try
        {
            staged = await blobs.Stage(input.Content, Attachments.MostBytes, cancel);
        }
        catch (BlobTooLargeException)
        {
            return Refusal.Invalid(question.Id, "services.file-refused.too-large", ("name", name), ("megabytes", Attachments.MostBytes >> 20));
        }
        var verdict = await inspection.Judge(question, name, staged, cancel);
        if (!verdict.Succeeded) return verdict.As<Done>();
        db.Add(new SupplementFile { Office = matter.OfficeId, Call = call.Id, Field = question.Id, Name = name, MimeType = verdict.Value.MimeType, Size = staged.Size, Blob = staged.Hash.ToString(), At = clock.GetUtcNow() });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // The same file sent again, as by a reload.
            db.ChangeTracker.Clear();
        }
        return new Done();
    }
}
