namespace Lumen.TestKit;

/// <summary>Waits for what another thread brings about and gives no signal of: looks again and again, for a minute at most.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="what">What is waited for, for the message of the failure.</param>
    /// <exception cref="TimeoutException">It never held.</exception>
    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException($"It never came about that {what}.");
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }
}
