using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;
using Virtuos.Mailroom;
using Virtuos.Modules.Tests.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Mailroom;

/// <summary>Two offices of which the first has a data box, a citizen with another, and the state's system between them; the peer's clock goes with the town's.</summary>
internal sealed class BoxTown : IAsyncDisposable
{
    public const string Own = "urad001", Citizen = "obcan01", Closed = "zavren1";

    private BoxTown(OfficeTown room, DataBoxesProcess state) => (Room, State) = (room, state);

    public OfficeTown Room { get; }

    public DataBoxesProcess State { get; }

    public Guid Office => Room.Offices.First.Id;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="login"><c>Password</c>, <c>Certificate</c> or <c>Hosted</c>.</param>
    public static async Task<BoxTown> Found(string login = "Password")
    {
        var state = new DataBoxesProcess();
        await state.Start(Samples.PathOf("standards/isds/v3.11"), Cancel);
        var town = new BoxTown(await OfficeTown.Found(i => i.DataBoxes.Roots = state.Roots), state);
        await state.Clock(town.Room.Clock.GetUtcNow());
        await state.Box(Own, 10, "Obec PRV", "00261891");
        await state.Box(Citizen, 40, "Jana Tichá");
        await state.Box(Closed, 20, "Zavřená s. r. o.", "27082440");
        await state.Steer("set", ("box", Closed), ("state", "2"));
        await state.Steer("host", ("name", "sluzba"));
        using var saved = await town.Set(login);
        Assert.True((int)saved.StatusCode == 303, await saved.Content.ReadAsStringAsync(Cancel));
        return town;
    }

    /// <summary>The administrator types the settings of the box and saves them.</summary>
    public async Task<HttpResponseMessage> Set(string login, string? address = null, params (string Name, string Value)[] other)
    {
        using var administrator = Room.Browser(Room.Offices.Who(Room.Offices.First, "Správce"));
        var page = await Page(administrator, "/sprava/datove-schranky");
        if (page.QuerySelector("a[href*='schranka=']") is { } change) page = await Page(administrator, change.GetAttribute("href")!.Split('#')[0]);
        using var form = new MultipartFormDataContent();
        var place = address ?? (login == "Password" ? State.Address : State.At(login == "Certificate" ? "cert" : "hspis"));
        Dictionary<string, string> fields = new() { ["Box"] = Own, ["Login"] = login, ["UserName"] = $"user-{Own}", ["Password"] = DataBoxesProcess.Password, ["CertificatePassword"] = DataBoxesProcess.CertificatePassword, ["Address"] = place, ["BigAddress"] = place, ["IsOn"] = "true" };
        foreach (var (name, value) in other) fields[name] = value;
        if (page.QuerySelector("input[name=Id]") is { } id) fields["Id"] = id.GetAttribute("value")!;
        foreach (var (name, value) in fields) form.Add(new StringContent(value, Encoding.UTF8), name);
        if (login != "Password") form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(State.Folder, login == "Certificate" ? $"{Own}.p12" : "sluzba.p12"), Cancel)), "Certificate", "box.p12");
        return await administrator.PostAsync("/sprava/datove-schranky", form, Cancel);
    }

    /// <summary>Both clocks go on.</summary>
    public async Task Advance(TimeSpan by)
    {
        Room.Clock.Advance(by);
        await State.Clock(Room.Clock.GetUtcNow());
    }

    /// <summary>A letter of the office with one file.</summary>
    public async Task<Guid> Order(string number, string to = Citizen, byte[]? content = null, string matter = "Rozhodnutí o poplatku")
    {
        var letter = Guid.CreateVersion7();
        var bytes = content ?? Encoding.UTF8.GetBytes($"Rozhodnutí {number}");
        var stored = await Room.Services.GetRequiredService<IBlobStore>().Stage(new MemoryStream(bytes), long.MaxValue, Cancel);
        await Room.Tell(Office, new LetterOrdered(letter, Office, Guid.CreateVersion7(), Guid.CreateVersion7(), new Filer("Jana Tichá", null, null, null, null), number, matter, "decision",
            [new FiledPart($"{stored.Hash}", "rozhodnuti.txt", "text/plain", stored.Size)], "cs") { Channel = "data-box", Box = to, SenderNumber = number, SenderFileMark = "SP 12/2026", PersonalDelivery = true }, typeof(MailroomDb));
        return letter;
    }

    public Task Send() => Room.Job<SendBoxLetters>();

    public Task Fetch() => Room.Job<FetchBoxes>();

    public Task Watch() => Room.Job<WatchBoxLetters>();

    /// <summary>Sends again and again as time goes, until nothing waits.</summary>
    public async Task SendAll(int rounds = 12)
    {
        for (var i = 0; i < rounds; i++)
        {
            await Send();
            await Advance(TimeSpan.FromMinutes(20));
        }
    }

    public async Task<T> One<T>(string sql) => (await Room.Rows(sql, r => r.GetFieldValue<T>(0))).Single();

    /// <summary>Steps of a letter that were told to others.</summary>
    public Task<List<string>> Steps(Guid letter) => Room.Rows($"select body ->> 'State' || case when (body ->> 'ByFiction')::boolean then ' by fiction' else '' end from kernel.outbox where type like '%LetterMoved%' and body ->> 'Letter' = '{letter}' order by id", r => r.GetString(0));

    public async ValueTask DisposeAsync()
    {
        await Room.DisposeAsync();
        await State.DisposeAsync();
    }
}
