using Virtuos.Contracts.Services;
using Virtuos.Records;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

public sealed class RegisterTests
{
    internal static SubmissionFiled Filed(Guid office, DateTimeOffset at, string agenda = "local-fees", DateOnly? confirmBy = null) => new(
        Guid.CreateVersion7(), office, "prihlaska-psa", 1, "ABCD-EFGH", "Přihlášení psa", agenda, "104.1", "general",
        new("Jana Dvořáková", "Náves 2", "jana@example.cz", null, null), at, confirmBy,
        [new("sha256:" + new string('a', 64), "podani.pdf", "application/pdf", 1000), new("sha256:" + new string('b', 64), "pes.jpg", "image/jpeg", 2000)], null, "cs");

    [Fact, Contract("D01"), Requirement("tEvidence/jedinečnost"), Requirement("tEvidence/souvislost")]
    public async Task A_thousand_writers_at_once_get_the_numbers_1_to_1000()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First.Id;
        var failed = 0;

        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
        {
            // Every tenth writer fails after it has its number; nobody may notice.
            if (i % 10 == 0)
            {
                var twice = Filed(office, room.Clock.GetUtcNow());
                await room.Tell(office, twice, typeof(RecordsDb));
                await Assert.ThrowsAnyAsync<Exception>(() => room.Tell(office, twice, typeof(RecordsDb)));
                Interlocked.Increment(ref failed);
            }
            else await room.Tell(office, Filed(office, room.Clock.GetUtcNow()), typeof(RecordsDb));
        });

        Assert.Equal(100, failed);
        Assert.Equal(Enumerable.Range(1, 1000), await room.Rows("select number from records.document order by number", r => r.GetInt32(0)));
        Assert.Equal(1000, (await room.Rows("select distinct reference_number from records.document", r => r.GetString(0))).Count);
        Assert.Contains("PRV 1000/2026", await room.Rows("select reference_number from records.document", r => r.GetString(0)));
    }

    [Fact, Contract("D01"), Requirement("tUrceneCasoveObdobi"), Requirement("tPoradoveCislo")]
    public async Task Each_office_and_each_year_counts_from_one()
    {
        await using var room = await OfficeTown.Found();
        foreach (var office in (Guid[])[room.Offices.First.Id, room.Offices.Second.Id, room.Offices.First.Id]) await room.File(Filed(office, room.Clock.GetUtcNow()));
        room.Clock.Set(new(2026, 12, 31, 23, 30, 0, TimeSpan.Zero));
        await room.File(Filed(room.Offices.First.Id, room.Clock.GetUtcNow()));

        Assert.Equal(["DRU 1/2026", "PRV 1/2026", "PRV 1/2027", "PRV 2/2026"],
            await room.Rows("select reference_number from records.document order by 1", r => r.GetString(0)));
    }

    [Fact]
    public async Task A_filing_to_be_confirmed_has_a_number_but_no_work_before_it_is_confirmed()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First.Id;
        var (kept, lapsing) = (Filed(office, room.Clock.GetUtcNow(), confirmBy: new(2026, 3, 16)), Filed(office, room.Clock.GetUtcNow(), confirmBy: new(2026, 3, 16)));
        await room.File(kept);
        await room.File(lapsing);
        Assert.Equal(["Unconfirmed", "Unconfirmed"], await room.Rows("select state from records.document", r => r.GetString(0)));

        await room.Tell(office, new SubmissionConfirmed(kept.Submission, "counter", room.Clock.GetUtcNow()));
        await room.Tell(office, new SubmissionLapsed(lapsing.Submission, room.Clock.GetUtcNow()));

        Assert.Equal(["Registered", "Lapsed"], await room.Rows("select state from records.document order by number", r => r.GetString(0)));
        Assert.Equal(["DocumentAssigned", "DocumentRegistered", "DocumentRegistered", "DocumentSettled"],
            await room.Rows("select regexp_replace(type, '.*\\.', '') from kernel.outbox where type like '%.Document%' order by 1", r => r.GetString(0)));
    }
}
