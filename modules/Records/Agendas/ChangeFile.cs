using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>Finds the file that an agenda system may work with.</summary>
internal sealed class ManagedFiles(Caller caller, Sight sight)
{
    public async Task<Result<CaseFile>> Find(Guid id, CancellationToken cancel)
    {
        if (await sight.FindFile(id, cancel) is not { } file) return Refusal.NotFound();
        if (!CloseFile.Closes(caller, file)) return Refusal.Forbidden();
        return file.Takes ? file : Refusal.Conflict("records.refusal.file-closed", ("mark", file.Mark));
    }
}

/// <summary>An agenda system corrects the matter of a file.</summary>
internal sealed class ChangeFile(Caller caller, RecordsDb db, ManagedFiles files) : UseCase<(Guid File, string Matter), Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do((Guid File, string Matter) input, CancellationToken cancel)
    {
        if (await files.Find(input.File, cancel) is var found && !found.Succeeded) return found.As<Done>();
        found.Value.Rename(input.Matter);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

/// <summary>Another official works with a file and its open documents in the agenda system.</summary>
internal sealed class PassFile(Caller caller, RecordsDb db, ManagedFiles files, PassDocument pass, IDirectory directory) : UseCase<(Guid File, Guid Official), Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do((Guid File, Guid Official) input, CancellationToken cancel)
    {
        if (await files.Find(input.File, cancel) is var found && !found.Succeeded) return found.As<Done>();
        if (await directory.Official(input.Official, cancel) is not { } official || official.Office != found.Value.Office) return Refusal.Invalid(nameof(input.Official), "records.erms.no-user");
        if (!Caller.May(RecordsPermissions.Handle, official.Unit)) return Refusal.Forbidden();
        await using var transaction = await db.Begin(cancel);
        found.Value.Give(official.Unit, official.Id);
        foreach (var document in await db.Documents.Where(d => d.File == input.File && d.ManagedBy == Caller.Person && d.State == DocumentState.InHand).Select(d => d.Id).ToListAsync(cancel))
            if (await pass.Run((document, input.Official), cancel) is { Succeeded: false } no) return no;
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}

/// <param name="How">As of a document; <c>cancelled</c> gives the file up.</param>
internal sealed record SettleFileInput(Guid File, string How, string? Note, DateTimeOffset At);

/// <summary>A file is settled with all its open documents (requirement 3.2.6 of the national standard).</summary>
internal sealed class SettleFile(Caller caller, RecordsDb db, ManagedFiles files, SettleInAgenda settle) : UseCase<SettleFileInput, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(SettleFileInput input, CancellationToken cancel)
    {
        if (await files.Find(input.File, cancel) is var found && !found.Succeeded) return found.As<Done>();
        await using var transaction = await db.Begin(cancel);
        foreach (var document in await db.Documents.Where(d => d.File == input.File).OrderBy(d => d.FilePosition).ToListAsync(cancel))
            if (document.IsOpen && await settle.Run(new(document.Id, input.How, input.Note, input.At), cancel) is { Succeeded: false } no) return no;
        found.Value.Settle();
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}

/// <summary>A settled file is taken up again; its documents stay as they are (requirement 3.2.11 of the national standard).</summary>
internal sealed class TakeUpFile(Caller caller, RecordsDb db, ManagedFiles files) : UseCase<Guid, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (await files.Find(input, cancel) is var found && !found.Succeeded) return found.As<Done>();
        if (found.Value.State != FileState.Settled) return Refusal.Conflict("records.erms.not-settled");
        found.Value.Reopen();
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
