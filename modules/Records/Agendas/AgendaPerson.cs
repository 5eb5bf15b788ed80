using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Kernel;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>A person in the name index (jmenný rejstřík) as an agenda system entered them.</summary>
internal sealed class AgendaPerson : IOfficeOwned, ILedgered, IVersioned
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    /// <summary>The identifier that they were entered under.</summary>
    public required string Source { get; init; }

    public required string Value { get; init; }

    // What is searched in, in lower case.
    public string? Given { get; private set; }

    public string? Family { get; private set; }

    public DateOnly? Born { get; private set; }

    public string? Company { get; private set; }

    /// <summary>Organisation number (IČO).</summary>
    public string? Number { get; private set; }

    public string? Street { get; private set; }

    public string? House { get; private set; }

    public string? Town { get; private set; }

    public string? Postcode { get; private set; }

    public string? Country { get; private set; }

    public string? Box { get; private set; }

    public string? Mail { get; private set; }

    /// <summary>The whole profile (tAdresat) as it came.</summary>
    public string Profile { get; private set; } = "";

    public Guid ChangedBy { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    public AgendaPerson Say(PersonWords words, string profile, Guid by, DateTimeOffset at)
    {
        (Given, Family, Born, Company, Number, Street) = (words.Given, words.Family, words.Born, words.Company, words.Number, words.Street);
        (House, Town, Postcode, Country, Box, Mail) = (words.House, words.Town, words.Postcode, words.Country, words.Box, words.Mail);
        (Profile, ChangedBy, ChangedAt) = (profile, by, at);
        return this;
    }
}

/// <summary>What people are searched by; each compared whole, without regard to case (rules of the basic registers).</summary>
internal sealed record PersonWords(string? Given, string? Family, DateOnly? Born, string? Company, string? Number, string? Street, string? House, string? Town, string? Postcode, string? Country, string? Box, string? Mail);

/// <param name="Words">Those that are said must all be equal.</param>
/// <param name="Document">Or: everybody who is connected with this thing.</param>
internal sealed record FindPersonsInput(PersonWords? Words, ErmsId? Thing);

/// <summary>Enters a person into the name index; the same entry again finds the same person.</summary>
internal sealed class EnterPerson(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<(ErmsId Id, PersonWords Words, string Profile), AgendaPerson>(caller, RecordsPermissions.FoundInAgenda)
{
    protected override async Task<Result<AgendaPerson>> Do((ErmsId Id, PersonWords Words, string Profile) input, CancellationToken cancel)
    {
        if (await db.AgendaPersons.AsNoTracking().FirstOrDefaultAsync(p => p.Source == input.Id.Source && p.Value == input.Id.Value, cancel) is { } known)
            return known.Profile == input.Profile ? known : Refusal.Conflict("records.erms.taken", ("id", $"{input.Id}"));
        var person = new AgendaPerson { Source = input.Id.Source, Value = input.Id.Value }.Say(input.Words, input.Profile, Caller.Person!.Value, clock.GetUtcNow());
        db.Add(person);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Refusal.Conflict("kernel.stale-version");
        }
        return person;
    }
}

/// <summary>Corrects what is written of a person in the name index.</summary>
internal sealed class ChangePerson(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<(ErmsId Id, PersonWords Words, string Profile), AgendaPerson>(caller, RecordsPermissions.FoundInAgenda)
{
    protected override async Task<Result<AgendaPerson>> Do((ErmsId Id, PersonWords Words, string Profile) input, CancellationToken cancel)
    {
        if (await db.AgendaPersons.FirstOrDefaultAsync(p => p.Source == input.Id.Source && p.Value == input.Id.Value, cancel) is not { } person) return Refusal.NotFound("records.erms.no-person");
        person.Say(input.Words, input.Profile, Caller.Person!.Value, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return person;
    }
}
