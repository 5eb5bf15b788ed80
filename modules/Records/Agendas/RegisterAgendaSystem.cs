using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Code">Under which it gives identifiers (ZdrojID).</param>
/// <param name="Units">Where its rights hold; none = the whole office.</param>
internal sealed record RegisterAgendaSystemInput(string? Code, string? Name, IReadOnlyList<string?> Rights, IReadOnlyList<Guid> Units);

/// <summary>A system with its secret, which nobody can be told again.</summary>
internal sealed record RegisteredSystem(Guid Id, string Code, string Secret);

/// <summary>The administrator connects an agenda system to the office: its name, code and rights; it gets a secret to sign in with.</summary>
internal sealed partial class RegisterAgendaSystem(Caller caller, RecordsDb db, IDirectory directory, TimeProvider clock) : UseCase<RegisterAgendaSystemInput, RegisteredSystem>(caller, RecordsPermissions.Settings)
{
    public const int LongestName = 100;

    protected override async Task<Result<RegisteredSystem>> Do(RegisterAgendaSystemInput input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        List<Refusal> no = [];
        var code = input.Code?.Trim().ToUpperInvariant() ?? "";
        if (!Codes().IsMatch(code) || code == Erms.Code) no.Add(Refusal.Invalid(nameof(input.Code), "records.agenda-system.code-wrong"));
        var name = SafeText.Clean(input.Name, LongestName);
        if (name.Text.Length == 0 || name.TooLong) no.Add(Refusal.Invalid(nameof(input.Name), "records.agenda-system.name-wrong", ("count", LongestName)));
        string[] rights = [.. AgendaSystem.AllRights.Where(r => input.Rights.Contains(r))];
        if (rights.Length == 0) no.Add(Refusal.Invalid(nameof(input.Rights), "records.agenda-system.no-rights"));
        var known = (await directory.Units(office, cancel)).Select(u => u.Id).ToHashSet();
        if (input.Units.Any(u => !known.Contains(u))) no.Add(Refusal.Invalid(nameof(input.Units), "records.refusal.no-such-unit"));
        if (no.Count > 0) return no;

        var secret = AgendaSystem.NewSecret();
        var system = new AgendaSystem
        {
            Office = office,
            Code = code,
            Name = name.Text,
            SecretHash = AgendaSystem.Hash(secret),
            Rights = rights,
            Units = input.Units.Count == 0 ? null : [.. input.Units.Distinct()],
            RegisteredAt = clock.GetUtcNow(),
            RegisteredByName = Caller.Name,
        };
        db.Add(system);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Refusal.Invalid(nameof(input.Code), "records.agenda-system.code-taken");
        }
        return new RegisteredSystem(system.Id, code, secret);
    }

    [GeneratedRegex("^[A-Z0-9]{1,6}$")]
    private static partial Regex Codes();
}

/// <summary>The administrator gives an agenda system a new secret; the old one opens nothing any more.</summary>
internal sealed class RenewAgendaSecret(Caller caller, RecordsDb db) : UseCase<Guid, RegisteredSystem>(caller, RecordsPermissions.Settings)
{
    protected override async Task<Result<RegisteredSystem>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.AgendaSystems.FirstOrDefaultAsync(s => s.Id == input && s.StoppedAt == null, cancel) is not { } system) return Refusal.NotFound();
        var secret = AgendaSystem.NewSecret();
        system.SecretHash = AgendaSystem.Hash(secret);
        await db.SaveChangesAsync(cancel);
        return new RegisteredSystem(system.Id, system.Code, secret);
    }
}

/// <summary>The administrator disconnects an agenda system; what it managed comes back to the office.</summary>
internal sealed class StopAgendaSystem(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<Guid, Done>(caller, RecordsPermissions.Settings)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.AgendaSystems.FirstOrDefaultAsync(s => s.Id == input && s.StoppedAt == null, cancel) is not { } system) return Refusal.NotFound();
        var at = clock.GetUtcNow();
        await using var transaction = await db.Begin(cancel);
        system.StoppedAt = at;
        foreach (var file in await db.Files.Where(f => f.ManagedBy == system.Id && f.State != FileState.Closed).ToListAsync(cancel)) file.Manage(null);
        // What lies in a closed file stays as it is; nobody works with it anyway.
        foreach (var document in await db.Documents.Where(d => d.ManagedBy == system.Id && !db.Files.Any(f => f.Id == d.File && f.State == FileState.Closed)).ToListAsync(cancel))
        {
            document.GiveBack();
            db.Add(Step.Of(document, StepKind.GivenBack, Caller, at, system.Name));
        }
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}

/// <summary>An agenda system as the administrator sees it.</summary>
/// <param name="Waiting">Batches of theirs that wait for their turn.</param>
/// <param name="Unconfirmed">Batches of ours that it has not confirmed.</param>
internal sealed record AgendaSystemRow(Guid Id, string Code, string Name, IReadOnlyList<string> Rights, IReadOnlyList<string> Units, DateTimeOffset RegisteredAt, DateTimeOffset? StoppedAt, int Received, int Waiting, int Unconfirmed, int Failed);

/// <param name="Address">Where they call.</param>
internal sealed record AgendaSystemsView(IReadOnlyList<AgendaSystemRow> Systems, IReadOnlyList<UnitCard> Units, string Address);

/// <summary>The agenda systems of the office and how far they are.</summary>
internal sealed class ListAgendaSystems(Caller caller, RecordsDb db, IDirectory directory, Kernel.Configuration.Installation installation) : UseCase<Done, AgendaSystemsView>(caller, RecordsPermissions.Settings)
{
    protected override async Task<Result<AgendaSystemsView>> Do(Done input, CancellationToken cancel)
    {
        if (Caller.Office is not { } id || await directory.Office(id, cancel) is not { } office) return Refusal.Forbidden();
        var units = await directory.Units(id, cancel);
        List<AgendaSystemRow> rows = [];
        foreach (var s in await db.AgendaSystems.AsNoTracking().OrderBy(s => s.StoppedAt != null).ThenBy(s => s.Name).ToListAsync(cancel))
            rows.Add(new(s.Id, s.Code, s.Name, s.Rights, [.. units.Where(u => s.Units?.Contains(u.Id) == true).Select(u => u.Name)], s.RegisteredAt, s.StoppedAt, s.Received,
                await db.ErmsBatches.CountAsync(b => b.System == s.Id && b.DoneAt == null, cancel),
                await db.ErmsPrepared.CountAsync(p => p.System == s.Id && p.ConfirmedAt == null, cancel),
                await db.ErmsEvents.CountAsync(e => e.System == s.Id && e.Code != ErmsStatus.Done, cancel)));
        return new AgendaSystemsView(rows, units, $"{installation.Address}/api/erms/{office.Slug}");
    }
}
