using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Identity;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Demo;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Signing;
using Virtuos.Services.Confirming;
using Virtuos.Services.Filing;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Demo;

/// <summary>
/// A year of filings in the demo region, by the use cases themselves: people fill in forms in the evening and before work, most confirm
/// in time, some never do, a little spam is held. The dice fall the same way for the same day.
/// </summary>
internal sealed class ServicesDemo : IDemoDay
{
    private readonly DemoFilings all = DemoFilings.Read();
    private IReadOnlyList<DemoLogin>? citizens;
    private FiledPart? attachment;

    public async Task Live(IServiceProvider services, DateOnly day, CancellationToken cancel)
    {
        var offices = await In(services, null, scope => scope.GetRequiredService<IDirectory>().Offices(cancel));
        citizens ??= [.. (await In(services, null, scope => scope.GetRequiredService<IDemoLogins>().All(cancel))).Where(l => l.Kind == "citizen")];
        var clock = services.GetRequiredService<TimeProvider>() as DemoClock;
        var dice = new Random((day.DayNumber * 997) + 5);
        var moments = Enumerable.Range(0, 8).Select(_ => dice.Next(360, 535)).Order().ToList();
        var next = 0;
        foreach (var (office, at) in offices.Select((office, at) => (office, at)))
            for (var expected = at switch { 0 => 0.95, 1 => 0.45, _ => 0.12 }; expected > 0; expected--)
            {
                if (dice.NextDouble() > expected || next == moments.Count) continue;
                clock?.GoTo(Prague.Start(day).AddMinutes(moments[next++]));
                await File(services, office, dice, cancel);
            }
        if (WorkingDays.Next(day) >= Prague.Today(TimeProvider.System)) await File(services, offices[0], dice, cancel, all.Filings.First(f => f.Answers.GetValueOrDefault("subject", "").StartsWith("Výhodná", StringComparison.Ordinal)));
        clock?.GoTo(Prague.Start(day).AddHours(9));
        foreach (var office in offices) await FilingRoom(services, office, dice, day, cancel);
        await In(services, null, async scope =>
        {
            await scope.GetRequiredService<LapseUnconfirmed>().Run(cancel);
            return new Done();
        });
    }

    private async Task File(IServiceProvider services, OfficeCard office, Random dice, CancellationToken cancel, DemoFiling? filing = null)
    {
        filing ??= Weighed(dice);
        var filer = filing.Company ? all.Companies[dice.Next(all.Companies.Count)] : all.People.Where(p => filing.Languages.Count == 0 ? p.Language == "cs" : filing.Languages.Contains(p.Language)).ToList() is var people ? people[dice.Next(people.Count)] : null!;
        // Every fourth private filing is made by somebody with an account, so that their own page has something to show.
        var login = !filing.Company && filing.Languages.Count == 0 && citizens!.Count > 0 && dice.Next(4) == 0 ? citizens[dice.Next(citizens.Count)] : null;
        if (login is not null) filer = filer with { Name = login.Name, Email = login.Email };
        await In(services, scope => { if (login is not null) scope.BecomeCitizen(login.Account, login.Name); }, async scope =>
        {
            var clock = scope.GetRequiredService<TimeProvider>();
            if (scope.GetRequiredService<FormShelf>().Today(filing.Form, clock) is not { } form) return false;
            var attached = await Attachment(scope, cancel);
            var answers = new DemoAnswers(filing, filer, office, attached, dice, Prague.Today(clock)).Fill(form);
            var result = await scope.GetRequiredService<FileSubmission>().Run(
                new(office.Id, form, answers, Guid.CreateVersion7().ToByteArray(), filer.Language, $"demo {filer.Name}", login?.Account) { Repeatable = false }, cancel);
            return result.Succeeded || result.Refusals[0].Kind == RefusalKind.TooMany ? result.Succeeded
                : throw new InvalidOperationException($"The demo cannot file {filing.Form}: {string.Join(", ", result.Refusals.Select(r => $"{r.Field} {r.Code}"))}");
        });
    }

    private static async Task FilingRoom(IServiceProvider services, OfficeCard office, Random dice, DateOnly day, CancellationToken cancel)
    {
        var people = await In(services, null, scope => scope.GetRequiredService<IDirectory>().Officials(office.Id, cancel));
        if (people.FirstOrDefault(p => p.Roles.Contains(Roles.FilingRoom)) is not { } clerk) return;
        void AsClerk(Caller caller) => caller.BecomeOfficial(clerk.Id, clerk.Name, office.Id, clerk.Unit,
            new Dictionary<string, IReadOnlySet<Guid>?> { [ServicesPermissions.Confirm] = null, [ServicesPermissions.Quarantine] = null }, new HashSet<Guid>());

        var lastDays = Prague.Today(TimeProvider.System).AddDays(-4);
        var waiting = await In(services, AsClerk, scope => scope.GetRequiredService<ServicesDb>().Submissions.AsNoTracking()
            .Where(s => s.Confirmation == ConfirmationState.Awaited || (s.State == SubmissionState.Quarantined && s.Confirmation != ConfirmationState.Lapsed)).OrderBy(s => s.Id).ToListAsync(cancel));
        foreach (var submission in waiting.Where(s => s.Confirmation == ConfirmationState.Awaited && s.State == SubmissionState.HandedOver && Prague.Day(s.FiledAt) < day && day <= s.ConfirmBy))
            if (dice.Next(100) < 55)
                await In(services, AsClerk, scope => scope.GetRequiredService<ConfirmSubmission>().Run(new(submission.Code, ConfirmSubmission.Ways[dice.Next(3)], day), cancel));
        // What came last stays for whoever looks at the demo.
        foreach (var held in waiting.Where(s => s.State == SubmissionState.Quarantined && Prague.Day(s.FiledAt) < day && day < lastDays))
            await In(services, AsClerk, scope => scope.GetRequiredService<DecideQuarantine>().Run(new(held.Id, false, "Reklamní sdělení, nejde o podání."), cancel));
    }

    private DemoFiling Weighed(Random dice)
    {
        var at = dice.Next(all.Filings.Sum(f => f.Weight));
        return all.Filings.First(f => (at -= f.Weight) < 0);
    }

    private async Task<FiledPart> Attachment(IServiceProvider scope, CancellationToken cancel)
    {
        if (attachment is not null) return attachment;
        var at = scope.GetRequiredService<TimeProvider>().GetUtcNow();
        var printed = scope.GetRequiredService<PaperPress>().Press(new PaperDocument { Title = "Příloha podání", Language = "cs", Created = at, Blocks = [new Paragraph("Doklad přiložený k podání v ukázkovém kraji.")] }, sealing: true).Bytes;
        // Sealed by whoever issued it, so that the records show a verified mark.
        var paper = PaperSeal.Seal(printed, scope.GetRequiredService<TrialAuthority>().SealOf("Stavby Ohře s. r. o.", "27082440"), at);
        var staged = await scope.GetRequiredService<IBlobStore>().Stage(new MemoryStream(paper), paper.Length, cancel);
        return attachment = new(staged.Hash.ToString(), "priloha.pdf", "application/pdf", staged.Size);
    }

    private static async Task<T> In<T>(IServiceProvider services, Action<Caller>? become, Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = services.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        if (become is null) caller.BecomeSystem(nameof(ServicesDemo));
        else become(caller);
        return await act(scope.ServiceProvider);
    }
}
