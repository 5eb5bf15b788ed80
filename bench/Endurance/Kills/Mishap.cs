using Virtuos.Measuring;

namespace Virtuos.Endurance;

/// <summary>Something that goes wrong around a running server.</summary>
/// <param name="Kills">Processes of the database are killed by it.</param>
/// <param name="Possible">Whether this scene has what it takes.</param>
internal sealed record Mishap(string Name, bool Kills, Func<Scene, bool> Possible, Func<Scene, Random, CancellationToken, Task> Happen)
{
    private const int Interrupt = 2, Quit = 3;

    public static IReadOnlyList<Mishap> All { get; } =
    [
        new("filers cut off", false, _ => true, (scene, _, _) =>
        {
            scene.Front.Cut();
            return Task.CompletedTask;
        }),
        new("disk full", false, scene => scene.Disk is not null, async (scene, random, cancel) =>
        {
            scene.Disk!.Fill();
            await Task.Delay(random.Next(500, 5000), cancel);
            // Sometimes the blow falls while there is no room; the next start finds it freed.
            if (random.Next(3) > 0) scene.Disk.Free();
        }),
        new("clock stepped", false, scene => scene.Clock is not null, async (scene, random, cancel) =>
        {
            foreach (var step in Enumerable.Range(0, random.Next(1, 4)))
            {
                scene.Clock!.Set(TimeSpan.FromSeconds(random.Next(2) == 0 ? random.Next(-7200, 7200) : random.Next(-90_000, 90_000)));
                await Task.Delay(random.Next(1000, 2500), cancel);
            }
        }),
        new("postmaster killed", true, scene => scene.Postmaster is not null, (scene, _, _) =>
        {
            Processes.Kill(scene.Postmaster!.Value);
            return Task.CompletedTask;
        }),
        new("process of the database killed", true, scene => scene.Postmaster is not null, (scene, random, _) =>
        {
            var children = Processes.Children(scene.Postmaster!.Value);
            if (children.Count > 0) Processes.Kill(children[random.Next(children.Count)]);
            return Task.CompletedTask;
        }),
        new("whole database killed", true, scene => scene.Postmaster is not null, (scene, _, _) =>
        {
            Processes.Kill(scene.Postmaster!.Value, tree: true);
            return Task.CompletedTask;
        }),
        new("database stopped fast", false, scene => scene.Postmaster is not null, (scene, random, cancel) => Stop(scene, "fast", random, cancel)),
        new("database stopped at once", false, scene => scene.Postmaster is not null, (scene, random, cancel) => Stop(scene, "immediate", random, cancel)),
        new("line to the database cut", false, scene => scene.Back is not null, async (scene, random, cancel) =>
        {
            for (var i = random.Next(1, 5); i > 0; i--)
            {
                scene.Back!.Cut();
                await Task.Delay(random.Next(300), cancel);
            }
        }),
        new("line to the database dead", false, scene => scene.Back is not null, async (scene, random, cancel) =>
        {
            scene.Back!.GoDead();
            await Task.Delay(random.Next(500, 4000), cancel);
            if (random.Next(2) == 0) scene.Back.Cut();
            scene.Back.Revive();
        }),
    ];

    private static async Task Stop(Scene scene, string mode, Random random, CancellationToken cancel)
    {
        if (scene.Database is { } beside)
        {
            await beside.Stop(mode, cancel);
            await Task.Delay(random.Next(3000), cancel);
            await scene.StartDatabase(cancel);
        }
        // The server's own is started again by the server.
        else await Shell.Try(["kill", $"-{(mode == "fast" ? Interrupt : Quit)}", $"{scene.Postmaster}"], cancel);
    }
}
